"""Run a sentence-transformer (BERT or MPNet) from its safetensors weights with ONNX Runtime alone.

Packages that carry such weights seldom carry an ONNX graph, so the graph is built here from the weights:
tokens -> transformer -> mean over tokens -> unit length.
"""

import json
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer


class _Graph:
    """Collects ONNX nodes and weights; every method returns the name of its result."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def constant(self, value):
        self.count += 1
        name = f"c{self.count}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op, *inputs, **attributes):
        self.count += 1
        name = f"t{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def linear(self, x, weight, bias):
        return self.add("Add", self.add("MatMul", x, self.constant(weight.T)), self.constant(bias))

    def norm(self, x, weight, bias, epsilon):
        return self.add("LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=epsilon)


def _relative_buckets(length, buckets=32, max_distance=128):
    """MPNet's bucket of the distance between each pair of positions."""
    distance = -(np.arange(length)[None, :] - np.arange(length)[:, None])
    half = buckets // 2
    result = (distance < 0).astype(np.int64) * half
    distance = np.abs(distance)
    exact = half // 2
    large = exact + (np.log(np.maximum(distance, 1) / exact) / np.log(max_distance / exact) * (half - exact)).astype(np.int64)
    return result + np.where(distance < exact, distance, np.minimum(large, half - 1))


def build_onnx(folder, target, max_length):
    """Write the ONNX graph of the model in `folder` (config.json, model.safetensors) to `target`."""
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text())
    weights = {k: v.astype(np.float32) for k, v in load_file(folder / "model.safetensors").items() if v.dtype.kind == "f"}
    mpnet = config["model_type"] == "mpnet"
    hidden, heads, epsilon = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    size = hidden // heads
    g = _Graph()

    positions = weights["embeddings.position_embeddings.weight"]
    positions = positions[2:] if mpnet else positions + weights["embeddings.token_type_embeddings.weight"][0]
    words = g.add("Gather", g.constant(weights["embeddings.word_embeddings.weight"]), "input_ids")
    shape = g.add("Shape", "input_ids")
    batch, length = (g.add("Slice", shape, g.constant(np.array([i])), g.constant(np.array([i + 1]))) for i in (0, 1))
    zero = g.constant(np.array([0]))
    place = g.add("Slice", g.constant(positions[:max_length]), zero, length, zero)
    x = g.norm(g.add("Add", words, place), weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"], epsilon)

    mask = g.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    missing = g.add("Mul", g.add("Sub", g.constant(np.float32(1)), mask), g.constant(np.float32(-1e4)))
    bias = g.add("Unsqueeze", missing, g.constant(np.array([1, 2])))
    if mpnet:
        table = weights["encoder.relative_attention_bias.weight"][_relative_buckets(max_length)]
        table = g.constant(table.transpose(2, 0, 1)[None].astype(np.float32))
        ends = g.add("Concat", length, length, axis=0)
        table = g.add("Slice", table, g.constant(np.array([0, 0])), ends, g.constant(np.array([2, 3])))
        bias = g.add("Add", bias, table)

    split = g.add("Concat", batch, length, g.constant(np.array([heads, size])), axis=0)
    merged = g.add("Concat", batch, length, g.constant(np.array([hidden])), axis=0)
    scale = g.constant(np.float32(1 / np.sqrt(size)))
    for layer in range(config["num_hidden_layers"]):
        p = f"encoder.layer.{layer}."
        if mpnet:
            q, k, v, o = (p + f"attention.attn.{n}." for n in "qkvo")
            after = p + "attention.LayerNorm."
        else:
            q, k, v = (p + f"attention.self.{n}." for n in ("query", "key", "value"))
            o, after = p + "attention.output.dense.", p + "attention.output.LayerNorm."

        def project(name, perm):
            y = g.linear(x, weights[name + "weight"], weights[name + "bias"])
            return g.add("Transpose", g.add("Reshape", y, split), perm=perm)

        scores = g.add("MatMul", project(q, [0, 2, 1, 3]), project(k, [0, 2, 3, 1]))
        scores = g.add("Softmax", g.add("Add", g.add("Mul", scores, scale), bias), axis=-1)
        y = g.add("MatMul", scores, project(v, [0, 2, 1, 3]))
        y = g.add("Reshape", g.add("Transpose", y, perm=[0, 2, 1, 3]), merged)
        y = g.linear(y, weights[o + "weight"], weights[o + "bias"])
        x = g.norm(g.add("Add", x, y), weights[after + "weight"], weights[after + "bias"], epsilon)
        y = g.add("Gelu", g.linear(x, weights[p + "intermediate.dense.weight"], weights[p + "intermediate.dense.bias"]))
        y = g.linear(y, weights[p + "output.dense.weight"], weights[p + "output.dense.bias"])
        x = g.norm(g.add("Add", x, y), weights[p + "output.LayerNorm.weight"], weights[p + "output.LayerNorm.bias"], epsilon)

    kept = g.add("Mul", x, g.add("Unsqueeze", mask, g.constant(np.array([2]))))
    total = g.add("ReduceSum", kept, g.constant(np.array([1])), keepdims=0)
    length2 = g.add("ReduceL2", total, g.constant(np.array([1])), keepdims=1)
    g.nodes.append(helper.make_node("Div", [total, length2], ["sentence"]))

    ids = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "length"]) for n in ("input_ids", "attention_mask")]
    out = helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["batch", hidden])
    graph = helper.make_graph(g.nodes, "teacher", ids, [out], g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    onnx.save(model, str(target))


class Teacher:
    """A sentence encoder: texts in, unit vectors out."""

    def __init__(self, folder, cache, int8=False, threads=2, max_length=256):
        folder, cache = Path(folder), Path(cache)
        cache.mkdir(parents=True, exist_ok=True)
        self.file = cache / f"{folder.name}.onnx"
        if not self.file.exists():
            build_onnx(folder, self.file, max_length)
        if int8:
            small = cache / f"{folder.name}.int8.onnx"
            if not small.exists():
                quantize_dynamic(self.file, small, weight_type=QuantType.QInt8, per_channel=True)
            self.file = small
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(self.file), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_length)

    def encode(self, texts, batch_tokens=4096, progress=None):
        """Unit vectors, float32, one row a text. Texts of like length share a batch, so nothing is padded far."""
        encodings = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i]))
        rows, start, began, told = None, 0, time.time(), 0
        while start < len(order):
            stop = start
            while stop < len(order) and len(encodings[order[stop]]) * (stop + 1 - start) <= batch_tokens:
                stop += 1
            stop = max(stop, start + 1)
            part = order[start:stop]
            width = len(encodings[part[-1]])
            ids = np.zeros((len(part), width), np.int64)
            mask = np.zeros((len(part), width), np.int64)
            for row, i in enumerate(part):
                ids[row, : len(encodings[i])] = encodings[i]
                mask[row, : len(encodings[i])] = 1
            out = self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
            if rows is None:
                rows = np.zeros((len(order), out.shape[1]), np.float32)
            rows[part] = out
            start = stop
            if progress and time.time() - told > 20:
                told = time.time()
                print(f"{progress}: {start:,} of {len(order):,}, {told - began:.0f} s", flush=True)
        return rows
