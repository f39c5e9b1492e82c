using TorchSharp;

Console.WriteLine(torch.rand(2, 3).sum().item<float>());
