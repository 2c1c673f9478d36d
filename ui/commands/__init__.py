"""One file per command: parse what argparse left, call one function of `rag`, print."""
