#!/usr/bin/env bash
# PyTorch (2.13.0 on processors): under bf16 autocast, nn.LSTM fails where AVX-512 is missing.
#
# Of the layers of one network, autocast to bfloat16 takes four in four ways on a processor without
# AVX-512: Linear and RNN give bfloat16, GRU gives float32, and LSTM ends with "could not create a
# primitive descriptor for the LSTM forward propagation primitive". So a training that runs on a server
# fails on a laptop, in its first step, with a message that does not name the type or the processor.
# PyTorch can tell (its own check says that bfloat16 is not supported) but does not ask before LSTM. Without
# oneDNN, the LSTM runs and gives float32.
#
# The processor is limited by oneDNN's own variable, so the outcome is the same on newer ones.
# Seen: Linear bfloat16, RNN bfloat16, GRU float32, LSTM RuntimeError, LSTM without oneDNN float32
# Exits with 0 if that is so, with 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "torch==2.13.0+cpu" "numpy==2.4.6"
export ONEDNN_MAX_CPU_ISA=AVX2
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
import torch


def found(layer):
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        try:
            output = layer(torch.randn(2, 3, 8))
        except RuntimeError as error:
            return "RuntimeError" if "primitive descriptor for the LSTM" in str(error) else str(error)
    output = output[0] if isinstance(output, tuple) else output
    return str(output.dtype).removeprefix("torch.")


nn = torch.nn
results = {
    name: found(layer(8, 8, batch_first=True) if layer is not nn.Linear else layer(8, 8))
    for name, layer in {"Linear": nn.Linear, "RNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}.items()}
with torch.backends.mkldnn.flags(enabled=False):
    results["LSTM without oneDNN"] = found(nn.LSTM(8, 8, batch_first=True))
print(torch.__version__, results)
expected = {
    "Linear": "bfloat16", "RNN": "bfloat16", "GRU": "float32", "LSTM": "RuntimeError",
    "LSTM without oneDNN": "float32"}
sys.exit(0 if results == expected else 1)
PYTHON
