// Usage: node cosmos.js PORT
//
// @vercel/cosmosdb-server over HTTP, with what it lacks and without which the marketplace could not run on it at all:
// - a change feed that goes on. The package answers every continuation with "nothing new"; here a continuation is the
//   number of the last change that was read, as it is with Azure.
// - batches that know their partition. The package looks for it in each operation; Azure's client sends it in a header.
// - 404 for a document that is not there. The package fails over it, with status 500.
// - connections that stay open between requests.
// And for tests: DELETE / removes every document and keeps the containers.
"use strict";

const { createHttpServer } = require("@vercel/cosmosdb-server");
const Documents = require("@vercel/cosmosdb-server/lib/account/documents").default;
const json = require("@vercel/cosmosdb-server/lib/json");
const readDocument = require("@vercel/cosmosdb-server/lib/handler/read-document").default;
const readDocuments = require("@vercel/cosmosdb-server/lib/handler/read-documents").default;
const routes = require("@vercel/cosmosdb-server/lib/routes");

const PARTITION = "x-ms-documentdb-partitionkey";

let changes = 0;
const store = Documents.prototype._set;
Documents.prototype._set = function stamped(data) {
  changes += 1;
  return store.call(this, { ...data, _lsn: changes, _etag: JSON.stringify(data._etag) }); // with the quotes that Azure's have
};

function changeFeed(account, req, res, { dbId, collId }) {
  const collection = account.database(dbId).collection(collId);
  if (!collection.read()) {
    res.statusCode = 404;
    return {};
  }
  const after = parseInt((req.headers["if-none-match"] || "0").replace(/"/g, ""), 10) || 0;
  const limit = parseInt(req.headers["x-ms-max-item-count"], 10) || 1000;
  // A changed document goes to the end of the package's map, so this is the order of changes.
  const changed = [...collection.documents._data.values()].map(item => item.read()).filter(item => item._lsn > after);
  const found = changed.slice(0, limit);
  res.statusCode = found.length ? 200 : 304;
  res.setHeader("etag", `"${found.length ? found[found.length - 1]._lsn : after}"`);
  return { Documents: found, _count: found.length };
}

function readOrNotFound(account, req, res, params) {
  const collection = account.database(params.dbId).collection(params.collId);
  const [partition] = JSON.parse(req.headers[PARTITION] || "[]");
  if (collection.read() && collection.document(params.docId, partition).read()) {
    return readDocument(account, req, res, params);
  }
  res.statusCode = 404;
  return { code: "NotFound", message: "" };
}

const parse = json.default;
json.default = async req => {
  const body = await parse(req);
  if (req.headers["x-ms-cosmos-is-batch-request"]) {
    return body.map(operation => ({ ...operation, partitionKey: req.headers[PARTITION] }));
  }
  return body;
};

function removeDocuments(account, req, res) {
  for (const database of account.databases._data.values()) {
    for (const collection of database.collections._data.values()) {
      collection.documents._data.clear();
      collection.documents._index.clear();
    }
  }
  res.statusCode = 204;
  return {};
}

const route = routes.default;
routes.default = req => {
  if (req.method === "DELETE" && req.url === "/") return [{}, removeDocuments];
  const [params, handler] = route(req) || [];
  if (handler === readDocument) return [params, readOrNotFound];
  if (handler !== readDocuments || !req.headers["a-im"]) return handler && [params, handler];
  delete req.headers["a-im"]; // or the package would answer 304 over ours
  return [params, changeFeed];
};

const port = parseInt(process.argv[2], 10);
const server = createHttpServer({ keepAlive: true, keepAliveTimeout: 120000 });
server.listen(port, "127.0.0.1", () => console.log(`Cosmos DB emulator on port ${server.address().port}`));
