using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Angioboard.Core.Data.Augmentation;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;

#pragma warning disable CS1591 // Each setting's Description is its documentation, on the command line and in the form too.

namespace Angioboard.Core.Settings;

/// <summary>
/// Everything a run can be told. Command line, settings.json, presets and forms all read and write this one record; names are
/// kebab case on the command line and snake case in files. Null stands for what the description says.
/// </summary>
public sealed record RunSettings
{
    [Category("Data"), Description("Split file: JSON of split name to [[frame path, label], …]")]
    public string? Split { get; init; }

    [Category("Data"), Description("Folder that the frame paths of the split start from")]
    public string? Datadir { get; init; }

    [Category("Data"), Description("Whose exam is whose: a regular expression (Python or .NET syntax) on the exam's name, whose group \"patient\", " +
        "or first group, is the patient, or a CSV file with the columns exam,patient (default: each exam is its own)")]
    public string? Patients { get; init; }

    [Category("Data"), Description("What is learnt")]
    public TaskKind Task { get; init; } = TaskKind.Multiclass;

    [Category("Data"), Description("Number of classes (default: as many as class-names, else 5)"), Range(2, 1000)]
    public int? NumClasses { get; init; }

    [Category("Data"), Description("Names of the classes, separated by commas, in the order of their labels (default: their numbers)")]
    public IReadOnlyList<string>? ClassNames { get; init; }

    [Category("Data"), Description("Half of the frame to use")]
    public Modality Modality { get; init; } = Modality.FA;

    [Category("Data"), Description("Height of the burnt-in strip cut off at the bottom, pixels"), Range(0, 100_000)]
    public int Strip { get; init; } = 50;

    [Category("Data"), Description("Most frames of an exam, or all"), Range(1, 100_000)]
    public int? MaxFrames { get; init; } = 12;

    [Category("Data"), Description("Which frames are taken when there are more")]
    public FrameSpan MaxFramesSpan { get; init; } = FrameSpan.Uniform;

    [Category("Data"), Description("Side of the square that frames are resized to, pixels (default: the backbone's)"), Range(1, 4096)]
    public int? ImageSize { get; init; }

    [Category("Data"), Description("Precision of decoded frames: float32 is exact, float16 takes half the space on the disk and rounds by up to 0.0005 of white")]
    public CacheDtype CacheDtype { get; init; } = CacheDtype.Float32;

    [Category("Model"), Description("Frame encoder: a timm name or vit(img=…,patch=…,dim=…,depth=…,heads=…)")]
    public string Backbone { get; init; } = "vit_small_patch16_224.augreg_in21k";

    [Category("Model"), Description("How a frame's tokens become its embedding: token, or avg with timm's fc_norm")]
    public Pool Pool { get; init; } = Pool.Token;

    [Category("Model"), Description("Weights the backbone starts from: hub (Hugging Face, timm's), none, or a file (default: hub, none for a vit(…))")]
    public string? Pretrained { get; init; }

    [Category("Model"), Description("Checkpoint or .safetensors of the whole model to start from (default: none)")]
    public string? InitWeight { get; init; }

    [Category("Model"), Description("Which weights to load if the file has both: ema (their moving average, as timm does) or raw")]
    public WeightsChoice Weights { get; init; } = WeightsChoice.Ema;

    [Category("Model"), Description("What frames are normalised with (default: backbone, dataset for a vit(…))")]
    public NormalizerKind? Normalizer { get; init; }

    [Category("Model"), Description("Width of the GRU's state"), Range(1, 65_536)]
    public int HiddenDim { get; init; } = 256;

    [Category("Model"), Description("GRU layers"), Range(1, 64)]
    public int NumLayers { get; init; } = 1;

    [Category("Model"), Description("Read the frames backwards too")]
    public bool Bidirectional { get; init; }

    [Category("Model"), Description("Dropout before the classifier"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.2;

    [Category("Training"), Description("Passes over the training split"), Range(1, 1_000_000)]
    public int Epochs { get; init; } = 40;

    [Category("Training"), Description("Exams in a batch"), Range(1, 65_536)]
    public int BatchSize { get; init; } = 2;

    [Category("Training"), Description("Batches whose gradients are added up before a step"), Range(1, 65_536)]
    public int AccumulateGradBatches { get; init; } = 1;

    [Category("Training"), Description("Learning rate of AdamW"), Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Lr { get; init; } = 1e-4;

    [Category("Training"), Description("Weight decay of AdamW"), Range(0.0, 1000.0)]
    public double WeightDecay { get; init; } = 0.01;

    [Category("Training"), Description("How the learning rate changes")]
    public SchedulerKind Scheduler { get; init; } = SchedulerKind.None;

    [Category("Training"), Description("Steps over which the cosine scheduler raises the learning rate first"), Range(0, int.MaxValue)]
    public int WarmupSteps { get; init; }

    [Category("Training"), Description("Largest norm of the gradients, or none (default: none)"), Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double? GradClip { get; init; }

    [Category("Training"), Description("Weigh classes by the inverse of their frequency in the loss")]
    public bool BalanceClasses { get; init; } = true;

    [Category("Training"), Description("Draw the training exams in another order each epoch")]
    public bool Shuffle { get; init; } = true;

    [Category("Training"), Description("Seed of all that is random"), Range(0L, long.MaxValue)]
    public long Seed { get; init; } = 42;

    [Category("Training"), Description("End after this many epochs without a better validation, or none (default: none)"), Range(1, 1_000_000)]
    public int? EarlyStoppingPatience { get; init; }

    [Category("Training"), Description("What makes an epoch the best")]
    public CheckpointMetric CheckpointMetric { get; init; } = CheckpointMetric.MinLoss;

    [Category("Training"), Description("Epochs at the start in which the backbone stays as it is (augmentations are off in them)"), Range(0, 1_000_000)]
    public int FreezeBackboneEpochs { get; init; }

    [Category("Augmentation"), Description("Augment the training frames")]
    public bool Augmentations { get; init; } = true;

    [Category("Augmentation"), Description("What one random draw holds for")]
    public AugmentationScope AugmentationScope { get; init; } = AugmentationScope.Frame;

    [Category("Augmentation"), Description("Probability of a horizontal flip"), Range(0.0, 1.0)]
    public double HflipProbability { get; init; } = 0.5;

    [Category("Augmentation"), Description("Probability of a vertical flip"), Range(0.0, 1.0)]
    public double VflipProbability { get; init; } = 0.1;

    [Category("Augmentation"), Description("Probability of scaling"), Range(0.0, 1.0)]
    public double ScaleProbability { get; init; } = 0.75;

    [Category("Augmentation"), Description("Smallest scale"), Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double ScaleMin { get; init; } = 0.8;

    [Category("Augmentation"), Description("Largest scale"), Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double ScaleMax { get; init; } = 1.2;

    [Category("Augmentation"), Description("Probability of a rotation"), Range(0.0, 1.0)]
    public double RotationProbability { get; init; } = 0.25;

    [Category("Augmentation"), Description("Largest rotation to either side, degrees"), Range(0.0, 180.0)]
    public double RotationDegrees { get; init; } = 25;

    [Category("Augmentation"), Description("Probability of a change of brightness and contrast"), Range(0.0, 1.0)]
    public double JitterProbability { get; init; } = 0.25;

    [Category("Augmentation"), Description("Largest change of brightness, as a share"), Range(0.0, 1.0)]
    public double JitterBrightness { get; init; } = 0.33;

    [Category("Augmentation"), Description("Largest change of contrast, as a share"), Range(0.0, 1.0)]
    public double JitterContrast { get; init; } = 0.33;

    [Category("Machine"), Description("Where to train: auto (a GPU if there is one), cpu, cuda or cuda:N")]
    public string Device { get; init; } = "auto";

    [Category("Machine"), Description("Number format of the frame encoder's products: fp32, or bf16, which is faster where the processor or GPU has it; weights stay float32")]
    public Precision Precision { get; init; } = Precision.Fp32;

    [Category("Machine"), Description("Processor threads (default: the cores, shared by the devices that runs can use)"), Range(1, 4096)]
    public int? Threads { get; init; }

    [Category("Machine"), Description("Minutes between checkpoints within an epoch"), Range(0.0, 1440.0, MinimumIsExclusive = true)]
    public double CheckpointMinutes { get; init; } = 10;
}
