using System.Globalization;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The methods: preparation of frames, model, training, and which epoch was kept.</summary>
internal static class ModelSection
{
    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        foreach (PaperBlock block in Trained(study.Main)) yield return block;
        yield return new PaperParagraph(Selection(study));
    }

    /// <summary>The model of a run and how it was trained.</summary>
    public static IEnumerable<PaperBlock> Trained(TrainedRun run)
    {
        yield return new PaperHeading(2, "Model");
        yield return new PaperParagraph(Frames(run) + " " + Model(run));
        yield return new PaperHeading(2, "Training");
        yield return new PaperParagraph(Optimisation(run) + " " + Augmentation(run));
    }

    /// <summary>What the epoch that is kept is the best by: <c>the lowest loss</c>.</summary>
    public static string KeptBy(RunSettings settings) => settings.CheckpointMetric switch
    {
        CheckpointMetric.MinLoss => "the lowest loss",
        CheckpointMetric.MinLogLoss => "the lowest log loss",
        CheckpointMetric.MaxAucOvrMacro => "the highest mean area under the ROC curve",
        CheckpointMetric.MaxF1Macro => "the highest mean F1",
        _ => "the highest IMCP area",
    };

    /// <summary>When training ends early, as a sentence; empty if it does not.</summary>
    public static string Early(RunSettings settings) => settings.EarlyStoppingPatience is { } patience
        ? $" Training stopped after {PaperWords.Count(patience, "epoch")} without improvement."
        : "";

    private static string Frames(TrainedRun run)
    {
        RunSettings settings = run.Settings;
        string half = run.Text("modality") switch
        {
            "full" => "the whole frame",
            string modality => $"the {modality} half of each frame",
        };
        string strip = settings.Strip > 0 ? $", without the {settings.Strip} pixels at its bottom," : "";
        string frames = settings.MaxFrames is { } most
            ? $"At most {PaperWords.Count(most, "frame")} of an exam were used"
                + (run.Text("max_frames_span") == "last" ? ", the last ones." : ", spread evenly over the exam.")
            : "All frames of an exam were used.";
        return $"Of the images, {half}{strip} was used in grey and resized to {settings.ImageSize} × {settings.ImageSize} pixels. {frames} "
            + (run.Text("normalizer") switch
            {
                "dataset" => "Grey values were standardised with the mean and standard deviation of the training exams.",
                "none" => "",
                _ => "Grey values were standardised with the mean and standard deviation of the backbone's pretraining.",
            });
    }

    private static string Model(TrainedRun run)
    {
        RunSettings settings = run.Settings;
        string weights = (settings.InitWeight, settings.Pretrained) switch
        {
            ({ } file, _) => $"initialised with the weights of {System.IO.Path.GetFileName(file)}",
            (_, "hub") => "initialised with the pretrained weights that timm publishes for it",
            (_, "none") => "initialised at random",
            (_, { } file) => $"initialised with the weights of {System.IO.Path.GetFileName(file)}",
            _ => $"initialised with {PaperWords.Gap("initial weights")}",
        };
        string parameters = RunEvents.Whole(run.Meta?["parameters"]) is { } count ? $" The model had {Figures.Count(count)} "
            + $"parameters." : "";
        return $"A vision transformer (Dosovitskiy et al., 2021; {settings.Backbone}), {weights}, turned each frame into an embedding "
            + $"({(run.Text("pool") == "avg" ? "the mean of its tokens" : "its class token")}). A "
            + $"{(settings.Bidirectional ? "bidirectional " : "")}gated recurrent unit (Cho et al., 2014) of "
            + $"{PaperWords.Count(settings.NumLayers, "layer")} with {settings.HiddenDim} hidden units read the embeddings in order of "
            + $"time. A linear layer classified its last state, after dropout of "
            + $"{Number(settings.Dropout)}.{parameters}";
    }

    private static string Optimisation(TrainedRun run)
    {
        RunSettings settings = run.Settings;
        string accumulated = settings.AccumulateGradBatches > 1
            ? $", with gradients of {settings.AccumulateGradBatches} batches accumulated for each step"
            : "";
        string schedule = settings.Scheduler == SchedulerKind.Cosine
            ? $" The learning rate rose over {PaperWords.Count(settings.WarmupSteps, "step")} and then fell to 0 along a half cosine "
                + "(Loshchilov and Hutter, 2017)."
            : " The learning rate was constant.";
        string clip = settings.GradClip is { } norm ? $" Gradients were clipped to a norm of {Number(norm)}." : "";
        string frozen = settings.FreezeBackboneEpochs > 0
            ? $" The vision transformer was frozen for the first {PaperWords.Count(settings.FreezeBackboneEpochs, "epoch")}."
            : "";
        return $"The model was trained for {PaperWords.Count(run.Epochs.Count, "epoch")} with AdamW (Loshchilov and Hutter, 2019), a "
            + $"learning rate of {Number(settings.Lr)}, a weight decay of {Number(settings.WeightDecay)} and batches of "
            + $"{PaperWords.Count(settings.BatchSize, "exam")}{accumulated}.{schedule}{clip}{frozen} The loss was the cross-entropy"
            + (settings.BalanceClasses ? ", weighted by the inverse frequency of the classes." : ".");
    }

    private static string Augmentation(TrainedRun run)
    {
        RunSettings settings = run.Settings;
        if (!settings.Augmentations) return "Frames were not augmented.";
        return $"Training frames were augmented, with one random draw for each {run.Text("augmentation_scope")}: "
            + $"horizontal flip (probability {Number(settings.HflipProbability)}), vertical flip ({Number(settings.VflipProbability)}), "
            + $"scaling by {Number(settings.ScaleMin)} to {Number(settings.ScaleMax)} ({Number(settings.ScaleProbability)}), rotation by "
            + $"up to {Number(settings.RotationDegrees)} degrees ({Number(settings.RotationProbability)}), and brightness and contrast "
            + $"by up to {Number(settings.JitterBrightness)} and {Number(settings.JitterContrast)} "
            + $"({Number(settings.JitterProbability)}).";
    }

    private static string Selection(PaperStudy study)
    {
        RunSettings settings = study.Main.Settings;
        string kept = study.Main.Kept is { } epoch ? $" (epoch {epoch.Number} of {study.Main.Name})" : "";
        string seeds = study.HasSeeds
            ? $" Each setting was trained with {PaperWords.And([.. study.BySettings.Select(group => $"{group.Count}").Distinct()])} "
                + $"random seeds."
            : "";
        return $"The epoch with {KeptBy(settings)} on the validation split was kept{kept}.{Early(settings)}{seeds} How other settings "
            + $"were chosen: {PaperWords.Gap("which settings were tried, and by what they were chosen")}.";
    }

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
