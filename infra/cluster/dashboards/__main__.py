"""``python -m dashboards`` writes the dashboards' files anew."""

from dashboards import FOLDER, grafana_json
from dashboards.content import DASHBOARDS

for dashboard in DASHBOARDS:
    (FOLDER / f"{dashboard.name}.json").write_text(grafana_json(dashboard))
