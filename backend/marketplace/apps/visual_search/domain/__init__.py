import os

# Read when numpy comes in, which the modules here do: the other cores have work of their own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
