#!/usr/bin/env python3
"""Runs steps of pipeline.py on request, so that they can be timed in turn with another program's.

A line of JSON in, a line of JSON out: {"do": "model", "backbone": "small", "exams": 2, "frames": 12, "threads": 2}, then {"do": "step"};
or {"do": "frames", "paths": […], "size": 224, "threads": 1}. Times are in seconds.
"""
import json, pathlib, sys, time
import torch, torchvision
import pipeline

model = optimizer = frames = lengths = labels = None


def answer(request):
    global model, optimizer, frames, lengths, labels
    if request["do"] == "versions":
        return dict(torch=torch.__version__, torchvision=torchvision.__version__, blas="OpenBLAS" if "openblas" in open("/proc/self/maps").read() else "other")
    torch.set_num_threads(request.get("threads", torch.get_num_threads()))
    if request["do"] == "model":
        spec = pipeline.spec(request["backbone"]); torch.manual_seed(42)
        model = pipeline.ViTGRU(spec); model.train()
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)
        frames = torch.rand(request["exams"], request["frames"], 1, spec[0], spec[0]).expand(-1, -1, 3, -1, -1)
        lengths = torch.full((request["exams"],), request["frames"]); labels = torch.arange(request["exams"]) % 5
        return {}
    start = time.perf_counter()
    if request["do"] == "step":
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(frames, lengths).float(), labels)
        loss.backward(); optimizer.step(); loss.item()
    elif request["do"] == "frames":
        for path in request["paths"]:
            path = pathlib.Path(path)
            exams = pipeline.Exams(path.parent, [(f"{path.parent.name}/x.jpg", 0)], None, "uniform", request["size"])
            image = exams.frame(path)
            side = max(image.shape[1:]); left, top = (side - image.shape[2]) // 2, (side - image.shape[1]) // 2
            square = torch.nn.functional.pad(image[None], (left, side - image.shape[2] - left, top, side - image.shape[1] - top))
            pipeline.F.resize(square, request["size"], pipeline.T.InterpolationMode.BICUBIC, antialias=True)
    return {"seconds": time.perf_counter() - start}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
