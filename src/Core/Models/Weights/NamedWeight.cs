using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>A weight with its name in the file.</summary>
/// <param name="Name">The name in the file, wrappers included.</param>
/// <param name="Tensor">The weight.</param>
public sealed record NamedWeight(string Name, Tensor Tensor);
