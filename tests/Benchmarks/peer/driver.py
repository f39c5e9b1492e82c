#!/usr/bin/env python3
"""Runs parts of pipeline.py on request, so that they can be timed in turn with ours.

A request is a JSON object on a line of stdin, an answer one on a line of stdout. Between requests it waits without using a processor.
"""
import hashlib, json, sys, time

packages = {"torch": "python3-torch", "torchvision": "python3-torchvision", "numpy": "python3-numpy", "PIL": "python3-pil"}
try:
    import numpy as np, PIL, torch, torchvision
    import pipeline
except ModuleNotFoundError as e:
    print(json.dumps({"missing": packages.get(e.name, e.name)}), flush=True)
    sys.exit(1)


def load_model(checkpoint, backbone, threads):
    """pipeline.py's model with a checkpoint's weights, without dropout."""
    torch.set_num_threads(threads)
    start = pipeline.load_checkpoint(checkpoint)
    model = pipeline.ViTGRU(pipeline.spec(backbone), dropout=0.0)
    model.load_state_dict(start["state_dict"])
    model.normalizer = pipeline.T.Normalize(start["normalizer"]["mean"].tolist(), start["normalizer"]["std"].tolist())
    return model


def load_batches(frames, size, lengths, labels):
    """Batches as pipeline.py's loader makes them, padding and all, of the frames in a file; lengths and labels batch by batch."""
    exams = iter(torch.from_numpy(np.fromfile(frames, np.float32)).view(-1, 1, size, size).split(sum(lengths, [])))
    return [pipeline.collate([(next(exams).expand(-1, 3, -1, -1), y, n, "") for n, y in zip(ns, ys)])[:3] for ns, ys in zip(lengths, labels)]


class Training:
    """pipeline.py's training steps on some batches, from a checkpoint's weights."""
    def __init__(self, checkpoint, backbone, threads, frames, size, lengths, labels, lr, weight_decay, bf16):
        self.model = load_model(checkpoint, backbone, threads).train()
        self.batches, self.bf16 = load_batches(frames, size, lengths, labels), bf16
        self.loss = torch.nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr, weight_decay=weight_decay)

    def steps(self):
        start, losses = time.perf_counter(), []
        for images, labels, lengths in self.batches:
            self.optimizer.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16): loss = self.loss(self.model(images, lengths).float(), labels)
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return {"seconds": time.perf_counter() - start, "losses": losses}


class Prediction:
    """pipeline.py's prediction of some batches by a checkpoint's weights."""
    def __init__(self, checkpoint, backbone, threads, frames, size, lengths, labels):
        self.model = load_model(checkpoint, backbone, threads).eval()
        self.batches = load_batches(frames, size, lengths, labels)

    def predict(self, bf16):
        start, probabilities = time.perf_counter(), []
        with torch.no_grad():
            for images, _, lengths in self.batches:
                with torch.autocast("cpu", torch.bfloat16, enabled=bf16): logits = self.model(images, lengths)
                probabilities += torch.softmax(logits.double(), 1).tolist()
        return {"seconds": time.perf_counter() - start, "probabilities": probabilities}


class Products:
    """Matrix products by OpenBLAS, as NumPy and as PyTorch call it."""
    def __init__(self, threads): torch.set_num_threads(threads)

    def rate(self, by, m, k, n, least):
        x, weight = np.random.rand(m, k).astype(np.float32), np.random.rand(n, k).astype(np.float32)
        if by == "torch": x, weight = torch.from_numpy(x), torch.from_numpy(weight)
        x @ weight.T
        start, times = time.perf_counter(), 0
        while time.perf_counter() - start < least:
            x @ weight.T
            times += 1
        return {"seconds": time.perf_counter() - start, "times": times}


class Frames:
    """pipeline.py's way from JPEG files to the model's frames."""
    def __init__(self, split, datadir, max_frames, size):
        torch.set_num_threads(1)
        with open(split) as file: parts = json.load(file)
        self.sets = [pipeline.Exams(datadir, entries, max_frames, "uniform", size) for entries in parts.values()]

    def inputs(self, path):
        """Writes all frames to a file as float32; tells each exam's number of frames and the digest of its cropped pixels."""
        exams = []
        with open(path, "wb") as file:
            for exam in self.exams():
                x, _, count, name = exam()
                x[:, 0].numpy().tofile(file)
                exams.append({"name": name, "frames": count})
        for exam, pixels in zip(exams, self.pixels()): exam["pixels"] = pixels
        return {"exams": exams}

    def decode(self):
        start = time.perf_counter()
        for exam in self.exams(): exam()
        return {"seconds": time.perf_counter() - start}

    def exams(self): return (lambda s=s, i=i: s[i] for s in self.sets for i in range(len(s)))

    def pixels(self):
        for s in self.sets:
            for name, _ in s.items:
                digest = hashlib.sha256()
                for path in s.select(sorted((s.datadir / name).glob("*.jpg"), key=lambda p: int(p.stem))):
                    digest.update((s.frame(path) * 255).round().byte().numpy().tobytes())
                yield digest.hexdigest()


def libraries():
    torch.ones(64, 64) @ torch.ones(64, 64)
    with open("/proc/self/maps") as maps: loaded = {line.split()[-1] for line in maps if "blas" in line}
    return {"torch": torch.__version__, "torchvision": torchvision.__version__, "pil": PIL.__version__, "python": sys.version.split()[0],
            "openblas": next((path for path in sorted(loaded) if "openblas" in path), None)}


makers, made = {"training": Training, "prediction": Prediction, "products": Products, "frames": Frames}, None
print(json.dumps(libraries()), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    do = request.pop("do")
    if do in makers:
        made = None
        made = makers[do](**request)
        answer = {}
    else: answer = getattr(made, do)(**request)
    print(json.dumps(answer), flush=True)
