using System.Text.Json.Nodes;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Makes a run's checkpoints.</summary>
public static class RunCheckpoint
{
    /// <summary>A checkpoint with everything needed to resume or to predict elsewhere. Its tensors are the model's own.</summary>
    public static Checkpoint Of(ViTGru model, RunSettings settings, TrainingState state, IReadOnlyDictionary<string, object?> optimizer)
    {
        JsonObject hyper = SettingsFile.ToJson(settings);
        return new Checkpoint
        {
            Epoch = state.Epoch,
            GlobalStep = state.Step,
            StateDict = model.state_dict(),
            Normalizer = model.Statistics,
            HyperParameters = hyper.ToDictionary(p => p.Key, p => PlainValue.Of(p.Value)),
            Entries = new Dictionary<string, object?>
            {
                ["loops"] = new Dictionary<string, object?>(),
                ["callbacks"] = new Dictionary<string, object?>(),
                ["optimizer_states"] = new List<object?> { optimizer },
                ["lr_schedulers"] = new List<object?>(),
                [TrainingState.Entry] = state.ToPlain(),
            },
        };
    }
}
