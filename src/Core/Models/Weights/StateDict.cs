using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>Named tensors from a dictionary in a PyTorch file.</summary>
internal static class StateDict
{
    /// <summary>What to do about a file whose weights cannot be found.</summary>
    public const string Remedy = "save the weights by torch.save(model.state_dict(), …)";

    /// <summary>
    /// The tensors of a state_dict in their order; values that are not tensors, such as counters, are skipped.
    /// </summary>
    /// <param name="value">The dictionary.</param>
    /// <param name="where">Its name in the file.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is not a dictionary of tensors, or names code.</exception>
    public static OrderedDictionary<string, Tensor> Read(object? value, string where, string path)
    {
        ForeignNames.Refuse(value, where, path);
        if (value is not PickleDictionary dictionary)
            throw new InputException($"{path}: {where} is not a dictionary; {Remedy}");

        OrderedDictionary<string, Tensor> tensors = [];
        foreach ((object key, object? entry) in dictionary)
        {
            if (entry is not Tensor tensor) continue;
            if (key is not string name)
                throw new InputException($"{path}: {where} has a tensor under {key}, which is not a name; {Remedy}");
            tensors[name] = tensor;
        }
        return tensors.Count > 0
            ? tensors
            : throw new InputException($"{path}: {where} holds no tensors; {Remedy}");
    }
}
