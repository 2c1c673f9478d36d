"""Writes an ONNX graph node by node, so that the same weights always give the same bytes."""

from collections.abc import Sequence
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

    def __init__(self, name: str = "encoder") -> None:
        self.name = name
        self._prefix = ""
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def branch(self, name: str) -> "Graph":
        """Return an empty graph for `choose`.

        Its constants are kept here: onnxruntime holds those of a branch twice.
        """
        branch = Graph(name)
        branch._prefix, branch._constants = f"{name}.", self._constants
        return branch

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        known = f"{self._prefix}{name}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), known))
        return known

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

    def choose(self, flag: str, if_true: "Graph", if_false: "Graph", name: str) -> str:
        """Add the last value of one of two graphs, which may use the values of this one."""
        branches = {"then_branch": if_true, "else_branch": if_false}
        return self.node("If", [flag], name, **{key: side._proto() for key, side in branches.items()})

    def model(
        self,
        *,
        inputs: dict[str, list[str | int]],
        outputs: dict[str, list[str | int]],
        flags: Sequence[str] = (),
    ) -> onnx.ModelProto:
        """Return the model; inputs are int64 and outputs float32, each with its shape; flags are booleans."""
        read = [
            *(_value(name, onnx.TensorProto.INT64, shape) for name, shape in inputs.items()),
            *(_value(name, onnx.TensorProto.BOOL, []) for name in flags),
        ]
        given = [_value(name, onnx.TensorProto.FLOAT, shape) for name, shape in outputs.items()]
        graph = helper.make_graph(self._nodes, self.name, read, given, self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="genxi")

    def _proto(self) -> onnx.GraphProto:
        last = _value(self._nodes[-1].output[0], onnx.TensorProto.FLOAT, None)
        return helper.make_graph(self._nodes, self.name, [], [last])


def _value(name: str, kind: int, shape: list[str | int] | None) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)
