using System.Text.Json.Nodes;
using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using TorchSharp;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>A trained model, from a run's folder, a checkpoint or a safetensors file.</summary>
/// <param name="Model">The model, on the CPU, for evaluation.</param>
/// <param name="Settings">Resolved settings: those in the file, and the user's options for the rest.</param>
/// <param name="Path">The file that the weights came from.</param>
/// <param name="Notes">Notes for the user: weights taken or left out, and statements of the file that its weights contradict.</param>
public sealed record TrainedModel(ViTGru Model, RunSettings Settings, string Path, IReadOnlyList<string> Notes) : IDisposable
{
    /// <summary>Whether the backbone was frozen until now: its embeddings are those of other runs that began with the same one.</summary>
    public bool BackboneIsUntrained { get; private init; }

    /// <summary>Opens a model. Settings in the file are used unless <paramref name="given"/> overrides them.</summary>
    /// <param name="weight">A Train_N folder (its best checkpoint, else its last), a .ckpt or a .safetensors file.</param>
    /// <param name="given">The user's own settings, later ones over earlier.</param>
    /// <exception cref="InputException">There is no such model, or it does not fit the settings.</exception>
    public static TrainedModel Open(string weight, params IEnumerable<JsonObject> given)
    {
        string path = Locate(weight);
        WeightsChoice choice = SettingsFile.Combine(given.Select(Choice)).Weights;
        using WeightsFile file = WeightsFile.Read(path, choice);
        WeightNames weights = WeightNames.Whole(file.Tensors, path, choice);
        (JsonObject shape, IReadOnlyList<string> doubts) = CheckpointSettings.Settings(
            weights, file.HyperParameters, path, name => given.Any(part => part.ContainsKey(name)));
        RunSettings settings = Settled(shape, given, path);
        ChannelStatistics statistics = Asked(settings, given) ?? file.Normalizer?.OfFrames(path) ?? Known(settings, given, path);
        RequireHeld(ModelFactory.Spec(settings), path);
        ViTGru model = ModelFactory.Create(settings, statistics);
        WeightsMatch match = ModelFactory.Load(model, weights, path);
        model.eval();
        return new TrainedModel(model, settings, path, [.. doubts, .. WeightsNotes.Of(file, weights, match)])
        {
            BackboneIsUntrained = TrainingState.BackboneIsUntrained(file.Entry(TrainingState.Entry), file.HyperParameters),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private static JsonObject Choice(JsonObject part) => part["weights"] is { } choice ? new() { ["weights"] = choice.DeepClone() } : [];

    private static RunSettings Settled(JsonObject told, IEnumerable<JsonObject> given, string path)
    {
        try
        {
            return Resolved([told, .. given]);
        }
        catch (InputException) when (Problems(told) is { Count: > 0 } own)
        {
            throw new InputException([.. own.Select(problem => $"{path}: {problem}")]);
        }
    }

    private static RunSettings Resolved(IEnumerable<JsonObject> parts)
    {
        RunSettings combined = SettingsFile.Combine(parts);
        return SettingsRules.Resolve(combined, ComputeDevice.Sharing(combined.Device));
    }

    /// <summary>Problems with the file's own settings, independent of the user's options.</summary>
    private static IReadOnlyList<string> Problems(JsonObject told)
    {
        try
        {
            Resolved([told]);
            return [];
        }
        catch (InputException e)
        {
            return e.Problems;
        }
    }

    /// <summary>The statistics that the user names; null if none are named, or if they are the data's, which only the file holds.</summary>
    private static ChannelStatistics? Asked(RunSettings settings, IEnumerable<JsonObject> given) =>
        given.Any(part => part.ContainsKey("normalizer")) ? ChannelStatistics.Of(settings.Normalizer!.Value) : null;

    // A position embedding may be resampled to a larger image, and a file may be compressed: neither makes a model hundreds of times as
    // large as its file.
    private static void RequireHeld(ViTGruSpec spec, string path)
    {
        const double MostPerByte = 64;
        if (spec.LeastParameters > 1 << 20 && spec.LeastParameters > MostPerByte * new FileInfo(path).Length)
            throw new InputException(
                $"{path}: describes a model of at least {spec.LeastParameters:N0} parameters, but the file is too small to hold it; " +
                "give the settings it was trained with");
    }

    private static string Locate(string weight)
    {
        if (File.Exists(weight)) return weight;
        if (!Directory.Exists(weight))
            throw new InputException($"weight: {weight} is not there; give a Train_N folder, a .ckpt or a .safetensors file");
        RunFolder folder = new(weight);
        if (folder.BestCheckpoint is { } best) return best;
        return File.Exists(folder.LastCheckpoint)
            ? folder.LastCheckpoint
            : throw new InputException(
                $"weight: {weight} holds neither best-….ckpt nor last.ckpt; give the folder of a run that has finished an epoch");
    }

    private static ChannelStatistics Known(RunSettings settings, IEnumerable<JsonObject> given, string path)
    {
        NormalizerKind kind = given.Any(part => part.ContainsKey("normalizer")) ? settings.Normalizer!.Value
            : BackboneSpec.Parse(settings.Backbone).IsNamed ? NormalizerKind.Backbone : NormalizerKind.Dataset;
        return ChannelStatistics.Of(kind)
            ?? throw new InputException(
                $"{path}: has no normalizer; set normalizer to backbone or imagenet, whichever it was trained with");
    }
}
