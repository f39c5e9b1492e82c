using System.IO.Enumeration;

namespace Angioboard.Core.Models.Weights;

/// <summary>
/// Weights that do not affect the model's output, so that a file may hold them: every other weight must belong to the model. A name is
/// known by its first segment, counters by their last; <c>*</c> stands for any characters. docs/weights.md lists them.
/// </summary>
internal static class SpareWeights
{
    /// <summary>In or beside an encoder: heads, decoders and mask tokens of pretraining, the final norm of the other pooling.</summary>
    public static IReadOnlyList<string> OfEncoder { get; } =
        ["head", "*_head", "decoder*", "mask_token", "masked_embed", "norm", "fc_norm"];

    /// <summary>Beside an encoder that is loaded alone: parts that other programs attach to it or train with it.</summary>
    public static IReadOnlyList<string> AfterEncoder { get; } =
        ["pre_logits", "fc", "gru", "classifier", "projector", "predictor", "momentum_encoder", WrapperNames.Student, WrapperNames.Teacher,
            .. WrapperNames.Averaged];

    /// <summary>From training: losses with their class weights, and metrics.</summary>
    public static IReadOnlyList<string> OfTraining { get; } =
    [
        "*loss", "*losses", "*loss_fn", "*loss_func", "*loss_function", "*criterion", "*class_weight", "*class_weights", "*loss_weight",
        "*loss_weights", "*pos_weight",
        "*metric", "*metrics", "*accuracy", "*_acc", "*auroc", "*_auc", "*_f1",
    ];

    /// <summary>Counters: of batches, of averaged models, of operations.</summary>
    public static IReadOnlyList<string> Counters { get; } = ["num_batches_tracked", "n_averaged", "total_ops", "total_params"];

    /// <summary>Whether a weight of an encoder's file may be left out.</summary>
    public static bool InEncoder(string name) =>
        First(name, OfEncoder) || First(name, AfterEncoder) || First(name, OfTraining) || IsCounter(name);

    /// <summary>Whether a weight of a whole model's file may be left out.</summary>
    /// <param name="name">Its name without wrappers.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="dim">Width of the model's frame embeddings.</param>
    public static bool InWhole(string name, NamedWeight weight, long dim)
    {
        if (IsCounter(name)) return true;
        if (!name.StartsWith(WeightNames.Backbone, StringComparison.Ordinal))
            return First(name, OfTraining) || First(name, WrapperNames.Averaged)
                || First(name, [WrapperNames.Student, WrapperNames.Teacher]);
        // A head as wide as an embedding may sit between encoder and GRU; any other cannot.
        string own = name[WeightNames.Backbone.Length..];
        return First(own, OfEncoder) && !(First(own, ["head", "*_head"]) && weight.Tensor.shape is [var rows, ..] && rows == dim);
    }

    private static bool IsCounter(string name) => Counters.Contains(name[(name.LastIndexOf('.') + 1)..]);

    private static bool First(string name, IEnumerable<string> patterns)
    {
        string segment = name.Split('.', 2)[0];
        return patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, segment, ignoreCase: false));
    }
}
