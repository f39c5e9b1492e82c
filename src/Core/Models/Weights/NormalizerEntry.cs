using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>
/// The <c>normalizer</c> of a checkpoint: a dictionary of mean and std, or a pickled torchvision Normalize, as mednet saves it. Means
/// and deviations may be lists, tuples, tensors or NumPy arrays.
/// </summary>
internal static class NormalizerEntry
{
    private const int MaxChannels = 4096;

    private static readonly string[] Classes =
    [
        "torchvision.transforms.transforms.Normalize",
        "torchvision.transforms.v2._misc.Normalize",
        "torchvision.prototype.transforms._misc.Normalize",
    ];

    /// <summary>The statistics, or null where a checkpoint has none.</summary>
    /// <exception cref="InputException">They cannot be read, or an entry names code.</exception>
    public static ChannelStatistics? Read(object? value, string path)
    {
        if (value is null) return null;
        ForeignNames.Refuse(value, "normalizer", path, Classes);
        PickleDictionary? fields = value as PickleDictionary ?? (value as InertObject)?.State as PickleDictionary;
        double[]? mean = Numbers(fields?.GetValueOrDefault("mean")), std = Numbers(fields?.GetValueOrDefault("std"));

        bool sound = mean is { Length: > 0 } && std?.Length == mean.Length && mean.All(double.IsFinite)
            && std.All(deviation => double.IsFinite(deviation) && (float)deviation > 0);
        return sound
            ? new ChannelStatistics(mean!, std!)
            : throw new InputException(
                $"{path}: its normalizer lacks a finite mean and a std above 0 for each channel; save it as {{'mean': […], 'std': […]}}");
    }

    private static double[]? Numbers(object? value)
    {
        IReadOnlyList<object?>? elements = value switch
        {
            IReadOnlyList<object?> list => list,
            Tensor tensor when tensor.numel() <= MaxChannels =>
                [.. tensor.detach().to(ScalarType.Float64).flatten().data<double>().Cast<object?>()],
            _ => NumpyValues.Elements(value),
        };
        double[]? numbers = elements?.Select(Number).ToArray();
        return numbers?.Any(double.IsNaN) == true ? null : numbers;
    }

    private static double Number(object? value) => value switch
    {
        double number => number,
        long number => number,
        Tensor tensor when tensor.numel() == 1 => tensor.detach().to(ScalarType.Float64).item<double>(),
        _ => double.NaN,
    };
}
