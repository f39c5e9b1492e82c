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


class Training:
    """pipeline.py's training step on one batch, from a checkpoint's weights."""
    def __init__(self, checkpoint, backbone, threads, frames, size, lengths, labels, lr, weight_decay):
        torch.set_num_threads(threads)
        start = pipeline.load_checkpoint(checkpoint)
        self.model = pipeline.ViTGRU(pipeline.spec(backbone), dropout=0.0)
        self.model.load_state_dict(start["state_dict"])
        self.model.normalizer = pipeline.T.Normalize(start["normalizer"]["mean"].tolist(), start["normalizer"]["std"].tolist())
        self.model.train()
        exams = torch.from_numpy(np.fromfile(frames, np.float32)).view(-1, 1, size, size).split(lengths)
        self.images, self.labels, self.lengths, _ = pipeline.collate([(x.expand(-1, 3, -1, -1), y, len(x), "") for x, y in zip(exams, labels)])
        self.loss = torch.nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr, weight_decay=weight_decay)

    def step(self):
        start = time.perf_counter()
        self.optimizer.zero_grad()
        loss = self.loss(self.model(self.images, self.lengths), self.labels)
        loss.backward()
        self.optimizer.step()
        value = loss.item()
        return {"seconds": time.perf_counter() - start, "loss": value}


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


makers, made = {"training": Training, "frames": Frames}, None
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
