using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">By name, in the header's order.</param>
/// <param name="Metadata">The writer's metadata: text by name.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
