using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Hub;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>Prepares what a run needs before its first step: exams, frames, model.</summary>
internal sealed class Preparation(RunSettings settings, Device device, RunConsole console, IProgress<StageProgress>? progress)
{
    private const string SlowBfloat16 =
        "precision: bf16 has no instructions on this processor: products are computed in float32 and rounded, which is slower than "
            + "precision fp32";

    /// <summary>Finds the exams of a split file and all their problems.</summary>
    public ExamIndex Index(string split, CancellationToken cancellation)
    {
        ExamIndex index = ExamIndex.Read(split, settings.Datadir!, settings.IndexOptions(requireTrain: true), progress, cancellation);
        foreach (string warning in index.Warnings) console.Say($"warning: {warning}");
        int unlabelled = index.Splits.First(part => part.Name == "train").Exams.Count(exam => exam.Label is null);
        if (unlabelled > 0) console.Say($"warning: train: {unlabelled} exams have no label and are not used for training");
        return index;
    }

    /// <summary>Decodes the frames and creates the model: new, or from an interrupted training.</summary>
    public async Task<PreparedRun> FinishAsync(ExamIndex index, ResumePoint? from, CancellationToken cancellation)
    {
        if (TokenProduct.Rounds(settings.Precision.WorkingType(), device.type)) console.Say($"warning: {SlowBfloat16}");
        FrameCacheFolder? store = FrameCacheFolder.FromEnvironment();
        FrameCache cache = new(settings.FrameOptions(), store: store);
        cache.Fill([.. index.Splits.SelectMany(split => split.Exams)], progress, cancellation);
        if (store?.Trouble is { } trouble) console.Say($"warning: {trouble}");
        TrainingData data = new(index, cache);
        string? pretrained = from is null && settings.InitWeight is null
            ? await new PretrainedWeights(HubSettings.FromEnvironment())
                .FindAsync(settings.Pretrained!, settings.Backbone, progress, cancellation)
            : null;
        torch.set_num_threads(settings.Threads!.Value); // for the thread that continues here
        ViTGru model = from is null ? New(data, pretrained, cancellation) : AsLeft(from);
        model.to(device);
        return new PreparedRun(settings, index, DataFingerprint.Of(index, settings.IndexOptions(requireTrain: true)), data, model, device);
    }

    private ViTGru AsLeft(ResumePoint from)
    {
        ViTGru model = ModelFactory.Create(settings, from.Checkpoint.Normalizer
            ?? throw new InputException($"{from.Path}: has no normalizer, so a run cannot continue from it"));
        ModelFactory.Load(model, from.Checkpoint.StateDict, from.Path);
        return model;
    }

    private ViTGru New(TrainingData data, string? pretrained, CancellationToken cancellation)
    {
        using WeightsFile? initial = settings.InitWeight is { } start ? WeightsFile.Read(start, settings.Weights) : null;
        ChannelStatistics statistics = initial?.Normalizer?.OfFrames(initial.Path) ?? ChannelStatistics.Of(settings.Normalizer!.Value)
            ?? data.Statistics(cancellation);
        ViTGru model = ModelFactory.Create(settings, statistics);
        if (initial is not null)
        {
            WeightNames names = WeightNames.Whole(initial.Tensors, initial.Path, settings.Weights);
            WeightsNotes.Of(initial, names, ModelFactory.Load(model, names, initial.Path)).ForEach(console.Say);
        }
        else if (pretrained is not null)
        {
            using WeightsFile file = WeightsFile.Read(pretrained, settings.Weights);
            WeightNames names = WeightNames.Encoder(file.Tensors, pretrained, settings.Weights);
            WeightsMatch match = ModelFactory.LoadBackbone(model, names, pretrained);
            if (WeightsNotes.Averaged(file, names) is { } averaged) console.Say(averaged);
            console.Say(
                $"{pretrained}: {match.Matched.Count} weights matched; missing: {WeightsNotes.Names(match.Missing)}; left out: "
                    + $"{WeightsNotes.Names(match.Unexpected)}");
        }
        return model;
    }
}
