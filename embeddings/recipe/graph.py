"""Writes an ONNX graph node by node, so that the same weights always give the same bytes."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

MICROSOFT = "com.microsoft"  # onnxruntime's own operators
OPSET = 20  # the first with Gelu; read by onnxruntime 1.17 and later
IR_VERSION = 9


class Graph:
    """Nodes and constants in the order they were added; values are known by name."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self, operator: str, inputs: list[str], name: str, *, domain: str = "", **attributes: Any
    ) -> str:
        """Add an operator with one output, named like the node."""
        return self.split(operator, inputs, [name], domain=domain, **attributes)[0]

    def split(
        self, operator: str, inputs: list[str], names: list[str], *, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Add an operator with several outputs; the node bears the name of the first."""
        self._nodes.append(
            helper.make_node(operator, inputs, names, name=names[0], domain=domain, **attributes)
        )
        return names

    def model(
        self, *, inputs: dict[str, list[str | int]], outputs: dict[str, list[str | int]]
    ) -> onnx.ModelProto:
        """Return the model; inputs are int64 and outputs float32, each with its shape."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info(name, onnx.TensorProto.INT64, shape)
                for name, shape in inputs.items()
            ],
            [
                helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="genxi")
