using static TorchSharp.torch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// The storages of a PyTorch file's tensors: beside the pickle in a zip file, or after it in files from before PyTorch 1.6.
/// </summary>
internal interface ITensorStorages
{
    /// <summary>A storage as a 1-D CPU tensor of the caller's dispose scope; the same one for every tensor that shares it.</summary>
    /// <param name="key">Its name in the file.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="elements">The number declared in the pickle.</param>
    /// <exception cref="InputException">The file has fewer.</exception>
    Tensor Load(string key, ElementType type, long elements);
}
