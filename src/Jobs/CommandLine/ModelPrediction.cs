using System.Text.Json.Nodes;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Native;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Predicting;
using TorchSharp;

namespace Angioboard.Jobs.CommandLine;

/// <summary>The predictions of a trained model for a data set.</summary>
/// <param name="Index">The data set.</param>
/// <param name="Splits">The predictions.</param>
/// <param name="Settings">The settings used.</param>
/// <param name="Weight">The file that the weights came from.</param>
internal sealed record ModelPrediction(ExamIndex Index, IReadOnlyList<SplitPredictions> Splits, RunSettings Settings, string Weight)
{
    public static async Task<ModelPrediction> MakeAsync(string weight, IReadOnlyList<JsonObject> given, CancellationToken cancellation)
    {
        await using Screen screen = new(TimeProvider.System);
        return Make(weight, given, ComputeDevice.Resolve, screen, cancellation);
    }

    /// <summary>Predicts and says on the screen what is worth knowing of the data and the weights.</summary>
    public static ModelPrediction Make(
        string weight, IReadOnlyList<JsonObject> given, Func<string, torch.Device> deviceOf, Screen screen, CancellationToken cancellation)
    {
        Libtorch.Load();
        using TrainedModel source = TrainedModel.Open(weight, given);
        RunSettings settings = source.Settings;
        SettingsRules.RequireData(settings);

        torch.Device device = deviceOf(settings.Device);
        torch.set_num_threads(settings.Threads!.Value);
        ExamIndex index =
            ExamIndex.Read(settings.Split!, settings.Datadir!, settings.IndexOptions(requireTrain: false), screen, cancellation);
        foreach (string warning in index.Warnings) screen.Say($"warning: {warning}");
        foreach (string note in source.Notes) screen.Say(note);
        source.Model.to(device);
        IReadOnlyList<SplitPredictions> splits = Predictor.Predict(
            index, new FrameCache(settings.FrameOptions(), byteLimit: 0, FrameCacheFolder.FromEnvironment()), source.Model,
            source.BackboneIsUntrained, settings, device, screen, cancellation);
        return new ModelPrediction(index, splits, settings, source.Path);
    }
}
