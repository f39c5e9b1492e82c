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
/// All settings of a run. Command line, settings.json, presets and forms all read and write this record; names are kebab case on the
/// command line and snake case in files. The description gives the meaning of null.
/// </summary>
public sealed record RunSettings
{
    [Category("Data"), Description("Split file: JSON that maps each split to [[frame path, label], …]"),
        PathSetting(PathKind.File, IsPlaceOfData = true)]
    public string? Split { get; init; }

    [Category("Data"), Description("Data folder: the split's frame paths are relative to it"),
        PathSetting(PathKind.Folder, IsPlaceOfData = true)]
    public string? Datadir { get; init; }

    [Category("Data"),
        Description("Which exams belong to the same patient: a regular expression (Python or .NET syntax) on the exam's name, whose group "
            + "\"patient\" " +
        "or first group is the patient, or a CSV file with the columns exam,patient (default: every exam is a separate patient)"),
        PathSetting(PathKind.FileOrText, IsPlaceOfData = true)]
    public string? Patients { get; init; }

    [Category("Data"), Description("Task type")]
    public TaskKind Task { get; init; } = TaskKind.Multiclass;

    [Category("Data"), Description("Number of classes (default: the number of class-names, else 5)"), Range(2, 1000)]
    public int? NumClasses { get; init; }

    [Category("Data"), Description("Class names, separated by commas, in the order of their labels (default: the labels)")]
    public IReadOnlyList<string>? ClassNames { get; init; }

    [Category("Data"), Description("Half of the frame to use")]
    public Modality Modality { get; init; } = Modality.FA;

    [Category("Data"), Description("Height of the burnt-in strip to crop from the bottom, pixels"), Range(0, 100_000)]
    public int Strip { get; init; } = 50;

    [Category("Data"), Description("Maximum number of frames used per exam, or all"), Range(1, 100_000)]
    public int? MaxFrames { get; init; } = 12;

    [Category("Data"), Description("How frames are sampled when an exam has more")]
    public FrameSpan MaxFramesSpan { get; init; } = FrameSpan.Uniform;

    [Category("Data"), Description("Side of the square that frames are resized to, pixels (default: the backbone's)"), Range(1, 4096)]
    public int? ImageSize { get; init; }

    [Category("Data"),
        Description("Precision of decoded frames: float32 is exact; float16 takes half the disk space and rounds by up to 0.0005 of white")]
    public CacheDtype CacheDtype { get; init; } = CacheDtype.Float32;

    [Category("Model"), Description("Frame encoder: a timm name or vit(img=…,patch=…,dim=…,depth=…,heads=…)")]
    public string Backbone { get; init; } = "vit_small_patch16_224.augreg_in21k";

    [Category("Model"), Description("How a frame's tokens become its embedding: token, or avg with timm's fc_norm")]
    public Pool Pool { get; init; } = Pool.Token;

    [Category("Model"), Description("Initial weights of the backbone: hub (timm's on Hugging Face), none, or a file " +
        "(default: hub, none for a vit(…))"),
        PathSetting(PathKind.FileOrText)]
    public string? Pretrained { get; init; }

    [Category("Model"), Description("Initial weights of the whole model: a checkpoint or .safetensors file (default: none)"),
        PathSetting(PathKind.File)]
    public string? InitWeight { get; init; }

    [Category("Model"), Description("Weights to load if the file has both: ema (moving average, as in timm) or raw")]
    public WeightsChoice Weights { get; init; } = WeightsChoice.Ema;

    [Category("Model"),
        Description("Mean and standard deviation that frames are normalised with (default: backbone, dataset for a vit(…))")]
    public NormalizerKind? Normalizer { get; init; }

    [Category("Model"), Description("Size of the GRU's hidden state"), Range(1, 65_536)]
    public int HiddenDim { get; init; } = 256;

    [Category("Model"), Description("Number of GRU layers"), Range(1, 64)]
    public int NumLayers { get; init; } = 1;

    [Category("Model"), Description("Read the frames in both directions")]
    public bool Bidirectional { get; init; }

    [Category("Model"), Description("Dropout before the classifier"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.2;

    [Category("Training"), Description("Number of training epochs"), Range(1, 1_000_000)]
    public int Epochs { get; init; } = 40;

    [Category("Training"), Description("Exams per batch"), Range(1, 65_536)]
    public int BatchSize { get; init; } = 2;

    [Category("Training"), Description("Batches whose gradients are accumulated before each step"), Range(1, 65_536)]
    public int AccumulateGradBatches { get; init; } = 1;

    [Category("Training"), Description("Learning rate of AdamW"), Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Lr { get; init; } = 1e-4;

    [Category("Training"), Description("Weight decay of AdamW"), Range(0.0, 1000.0)]
    public double WeightDecay { get; init; } = 0.01;

    [Category("Training"), Description("Learning rate schedule")]
    public SchedulerKind Scheduler { get; init; } = SchedulerKind.None;

    [Category("Training"), Description("Warmup steps of the cosine scheduler"), Range(0, int.MaxValue)]
    public int WarmupSteps { get; init; }

    [Category("Training"), Description("Gradient clipping: maximum norm, or none (default: none)"),
        Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double? GradClip { get; init; }

    [Category("Training"), Description("Weight the loss by inverse class frequency (small batches lose most of it)")]
    public bool BalanceClasses { get; init; } = true;

    [Category("Training"), Description("Shuffle the training exams each epoch")]
    public bool Shuffle { get; init; } = true;

    [Category("Training"), Description("Random seed"), Range(0L, long.MaxValue)]
    public long Seed { get; init; } = 42;

    [Category("Training"), Description("Stop after this many epochs without validation improvement, or none (default: none)"),
        Range(1, 1_000_000)]
    public int? EarlyStoppingPatience { get; init; }

    [Category("Training"), Description("Metric that selects the best epoch")]
    public CheckpointMetric CheckpointMetric { get; init; } = CheckpointMetric.MinLoss;

    [Category("Training"), Description("Epochs at the start with a frozen backbone (without augmentation)"), Range(0, 1_000_000)]
    public int FreezeBackboneEpochs { get; init; }

    [Category("Augmentation"), Description("Augment the training frames")]
    public bool Augmentations { get; init; } = true;

    [Category("Augmentation"), Description("Scope of one random draw: each frame or the whole exam")]
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

    [Category("Machine"), Description("Device to train on: auto (a GPU if available), cpu, cuda, cuda:N or slurm:PARTITION")]
    public string Device { get; init; } = DeviceSetting.Auto;

    [Category("Machine"),
        Description("Precision of the frame encoder's matrix products: fp32, or bf16, which is faster where the hardware supports it; "
            + "weights stay float32")]
    public Precision Precision { get; init; } = Precision.Fp32;

    [Category("Machine"), Description("CPU threads (default: the number of cores, divided among the devices that runs can use)"),
        Range(1, 4096)]
    public int? Threads { get; init; }

    [Category("Machine"), Description("Minutes between checkpoints during an epoch"), Range(0.0, 1440.0, MinimumIsExclusive = true)]
    public double CheckpointMinutes { get; init; } = 10;
}
