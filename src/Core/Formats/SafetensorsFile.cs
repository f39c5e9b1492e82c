using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">By name, in the header's order.</param>
/// <param name="Metadata">Free text by name, as its writer left it.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
