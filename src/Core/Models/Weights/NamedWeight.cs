using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>A weight under the name that its file gives it.</summary>
/// <param name="Name">The file's name, wrappers and all.</param>
/// <param name="Tensor">The weight.</param>
public sealed record NamedWeight(string Name, Tensor Tensor);
