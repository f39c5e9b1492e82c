using System.Text.Json.Serialization;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Runs;

/// <summary>
/// What the dashboard knows of a run: an index entry over its folder, which is the truth, plus what people say of it. A value: a change
/// makes a new one (<see cref="RunStore.Update"/>).
/// </summary>
public sealed record Run
{
    /// <summary><c>experiment/Train_N</c>; its page is <c>/runs/</c> and this.</summary>
    public required string Id { get; init; }

    /// <summary>A small number that is the run's alone, from 1: its epochs are filed under it, its colour follows from it.</summary>
    public required int Key { get; init; }

    /// <summary>Full path of Train_N.</summary>
    public required string Folder { get; init; }

    /// <summary>Who launched it.</summary>
    public required string Owner { get; init; }

    /// <summary>Resolved settings.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>When it was launched.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The folder's name above Train_N.</summary>
    [JsonIgnore]
    public string Experiment => Id[..Id.LastIndexOf('/')];

    /// <summary><c>Train_N</c>.</summary>
    [JsonIgnore]
    public string Train => Id[(Id.LastIndexOf('/') + 1)..];

    /// <summary>What people call it: its name if it has one, else its id.</summary>
    [JsonIgnore]
    public string Title => Name ?? Id;

    /// <summary>A name that somebody gave it.</summary>
    public string? Name { get; init; }

    /// <summary>Free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Runs launched together share this; null for a single one.</summary>
    public string? Launch { get; init; }

    /// <summary>The registered dataset, by name; null where settings name files directly.</summary>
    public string? Dataset { get; init; }

    /// <summary>SHA-256 over the data it depends on; null until its trainer has read them.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Hash of all settings but the seed, device and threads: runs that share it are repetitions of one another.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>Where it stands.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Why it failed, diverged or waits, in a line or a few.</summary>
    public string? Reason { get; init; }

    /// <summary>What made it fail, if it is something to act on.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>Who paused it: its trainer is ending, or it is held in the queue until somebody lets it go on. Null if it is not paused.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Its trainer works but has said nothing for longer than it should.</summary>
    public bool Hangs { get; init; }

    /// <summary>When its trainer first started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>It did not work in one go, so that the time from start to end tells nothing of runs like it.</summary>
    public bool Interrupted { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The device it runs or ran on: <c>cpu</c> or a GPU's UUID.</summary>
    public string? Device { get; init; }

    /// <summary>Started in a terminal, not by the queue.</summary>
    public bool FromTerminal { get; init; }

    /// <summary>The number of the other system user whose its folder is, who started it in a terminal; null for the dashboard's own.</summary>
    public uint? OtherUser { get; init; }

    /// <summary>Out of the default list, but kept.</summary>
    public bool Archived { get; init; }

    /// <summary>When it was deleted: its folder lies in the trash until retention takes it.</summary>
    public DateTimeOffset? Trashed { get; init; }

    /// <summary>Where it is kept.</summary>
    [JsonIgnore]
    public RunShelf Shelf => Trashed is not null ? RunShelf.Trash : Archived ? RunShelf.Archived : RunShelf.Current;

    /// <summary>Its folder is not there any more, or not readable as a run's.</summary>
    public bool Missing { get; init; }

    /// <summary>Epochs trained.</summary>
    public int EpochsDone { get; init; }

    /// <summary>The last epoch's values, by their names in metrics.jsonl.</summary>
    public IReadOnlyDictionary<string, double?> Last { get; init; } = new Dictionary<string, double?>();

    /// <summary>The best value of each <c>val_…</c> (and <c>train_loss</c>), with the epoch that reached it.</summary>
    public IReadOnlyDictionary<string, BestValue> Best { get; init; } = new Dictionary<string, BestValue>();

    /// <summary>The epoch whose weights are evaluated: best by the run's checkpoint metric.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The values of <see cref="BestEpoch"/>, by their names in metrics.jsonl.</summary>
    public IReadOnlyDictionary<string, double?> AtBest { get; init; } = new Dictionary<string, double?>();

    /// <summary>Validation loss over epochs, at most 40 points.</summary>
    public IReadOnlyList<double?> Sparkline { get; init; } = [];

    /// <summary>Metrics of evaluation.json by split: <c>test</c> → <c>accuracy</c> → value. Splits of other datasets are <c>name: split</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double?>> Splits { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, double?>>();

    /// <summary>Evaluations on other datasets, by the dataset's name.</summary>
    public IReadOnlyDictionary<string, OtherEvaluation> Evaluations { get; init; } = new Dictionary<string, OtherEvaluation>();

    /// <summary>Seconds spent training, validation left out.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Mean frames a second of training.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Peak resident memory of the trainer, bytes.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>Trainable and other parameters.</summary>
    public long? Parameters { get; init; }

    /// <summary>Bytes of metrics.jsonl that are in the store.</summary>
    public long LogPosition { get; init; }

    /// <summary>How often its trainer has died, and was started again, since somebody last launched, resumed or lengthened the run.</summary>
    public int Deaths { get; init; }

    /// <summary>Where it stood when its trainer last died; the run fails when the next dies without having come further. Null while none has.</summary>
    public DeathMark? LastDeath { get; init; }

    /// <summary>How far it has come, while it runs.</summary>
    [JsonIgnore]
    public RunProgress? Progress { get; init; }
}

/// <summary>A best value and its epoch, from 0.</summary>
public sealed record BestValue(double Value, int Epoch);

/// <summary>An evaluation on another dataset.</summary>
/// <param name="Status">Queued, Running, Finished, Stopped or Failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="By">Who asked for it.</param>
public sealed record OtherEvaluation(RunStatus Status, string? Reason, string By);
