using System.Text.Json.Serialization;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Runs;

/// <summary>
/// What the dashboard knows of a run: an index entry for its folder, which is authoritative, plus what people add to it. Immutable: a
/// change makes a new record (<see cref="RunStore.Update"/>).
/// </summary>
public sealed record Run
{
    /// <summary><c>experiment/Train_N</c>; its page is <c>/runs/</c> followed by this.</summary>
    public required string Id { get; init; }

    /// <summary>A small number that is unique to the run, from 1. Its epochs are saved under it, and its colour depends on it.</summary>
    public required int Key { get; init; }

    /// <summary>Full path of Train_N.</summary>
    public required string Folder { get; init; }

    /// <summary>Who launched it.</summary>
    public required string Owner { get; init; }

    /// <summary>Resolved settings.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>When it was launched.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The experiment: the name of the folder that contains Train_N.</summary>
    [JsonIgnore]
    public string Experiment => Id[..Id.LastIndexOf('/')];

    /// <summary><c>Train_N</c>.</summary>
    [JsonIgnore]
    public string Train => Id[(Id.LastIndexOf('/') + 1)..];

    /// <summary>The name to show: its name if it has one, otherwise its id.</summary>
    [JsonIgnore]
    public string Title => Name ?? Id;

    /// <summary>A name that somebody gave it.</summary>
    public string? Name { get; init; }

    /// <summary>A note in free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The id that runs launched together share; null for a single run.</summary>
    public string? Launch { get; init; }

    /// <summary>The program's request that launched it, if the program marked it.</summary>
    public RequestMark? Request { get; init; }

    /// <summary>The name of the registered dataset; null if the settings name files directly.</summary>
    public string? Dataset { get; init; }

    /// <summary>Which run of a study it is; null for a run of none. Its folder says so, which anybody may have written.</summary>
    public StudyPlace? Study { get; init; }

    /// <summary>
    /// The split file of which the run's own is a part, with the same test split: a run of a learning curve trains on fewer patients of it.
    /// Null for all others.
    /// </summary>
    public string? WholeSplit { get; init; }

    /// <summary>
    /// It is tested on a fold of the dataset's other splits, so that it has nothing to do with the dataset's own test split.
    /// </summary>
    [JsonIgnore]
    public bool IsTestedOnFold => Study is { Fold: not null } && WholeSplit is null;

    /// <summary>SHA-256 of the data it depends on; null until its trainer has read the data.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Hash of all settings except seed, device and threads: runs that share it are repetitions of one another.</summary>
    public required string SettingsHash { get; init; }

    /// <summary>Its status.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Why it failed, diverged or waits, in one or a few lines.</summary>
    public string? Reason { get; init; }

    /// <summary>The cause of its failure, if the user can act on it.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>
    /// Who paused it: its trainer is ending, or it is on hold in the queue until somebody resumes it. Null if it is not paused.
    /// </summary>
    public string? PausedBy { get; init; }

    /// <summary>The search of its study paused it: it goes on with its variant.</summary>
    [JsonIgnore]
    public bool IsPausedBySearch => PausedBy == Actor.Search.Name;

    /// <summary>Somebody paused it: it goes on when its queueing is resumed.</summary>
    [JsonIgnore]
    public bool IsPausedByHand => PausedBy is not null && !IsPausedBySearch;

    /// <summary>Its trainer is running but has written nothing for longer than it should.</summary>
    public bool Hangs { get; init; }

    /// <summary>When its trainer first started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>It was interrupted, so that the time from start to end does not predict similar runs.</summary>
    public bool Interrupted { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The device it runs or ran on: <c>cpu</c>, a GPU's UUID or <c>slurm:PARTITION</c>.</summary>
    public string? Device { get; init; }

    /// <summary>What Slurm says, or said last, of the job that trains it; null if it never was one.</summary>
    public SlurmPlace? Slurm { get; init; }

    /// <summary>Started in a terminal, not by the queue.</summary>
    public bool FromTerminal { get; init; }

    /// <summary>
    /// The number of the other system user who owns its folder and started it in a terminal; null for the dashboard's own user.
    /// </summary>
    public uint? OtherUser { get; init; }

    /// <summary>Hidden from the default list, but kept.</summary>
    public bool Archived { get; init; }

    /// <summary>The other runs of its experiment are compared with it.</summary>
    public bool Baseline { get; init; }

    /// <summary>When it was deleted: its folder stays in the trash until retention removes it.</summary>
    public DateTimeOffset? Trashed { get; init; }

    /// <summary>Its shelf.</summary>
    [JsonIgnore]
    public RunShelf Shelf => Trashed is not null ? RunShelf.Trash : Archived ? RunShelf.Archived : RunShelf.Current;

    /// <summary>Its folder no longer exists, or cannot be read as a run.</summary>
    public bool Missing { get; init; }

    /// <summary>Number of trained epochs.</summary>
    public int EpochsDone { get; init; }

    /// <summary>The last epoch's values, named as in metrics.jsonl.</summary>
    public IReadOnlyDictionary<string, double?> Last { get; init; } = new Dictionary<string, double?>();

    /// <summary>The best value of each <c>val_…</c> (and <c>train_loss</c>), with its epoch.</summary>
    public IReadOnlyDictionary<string, BestValue> Best { get; init; } = new Dictionary<string, BestValue>();

    /// <summary>The epoch whose weights are evaluated: the best by the run's checkpoint metric.</summary>
    public int? BestEpoch { get; init; }

    /// <summary><see cref="BestEpoch"/> as people count it, from 1.</summary>
    [JsonIgnore]
    public int? BestEpochNumber => BestEpoch + 1;

    /// <summary>The values of <see cref="BestEpoch"/>, named as in metrics.jsonl.</summary>
    public IReadOnlyDictionary<string, double?> AtBest { get; init; } = new Dictionary<string, double?>();

    /// <summary>Validation loss over epochs, at most 40 points.</summary>
    public IReadOnlyList<double?> Sparkline { get; init; } = [];

    /// <summary>
    /// Metrics of evaluation.json by split: <c>test</c> → <c>accuracy</c> → value. Splits of other datasets are <c>name: split</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double?>> Splits { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, double?>>();

    /// <summary>
    /// What test-seal.json holds, by the folder of an evaluation on another dataset; under the empty name, that of the run itself.
    /// </summary>
    public IReadOnlyDictionary<string, TestSeal> Seals { get; init; } = new Dictionary<string, TestSeal>();

    /// <summary>What of it is hidden; <see cref="Splits"/> is without that already.</summary>
    [JsonIgnore]
    public HiddenSplits Hidden { get; init; } = HiddenSplits.None;

    /// <summary>Evaluations on other datasets, by the dataset's name.</summary>
    public IReadOnlyDictionary<string, OtherEvaluation> Evaluations { get; init; } = new Dictionary<string, OtherEvaluation>();

    /// <summary>Seconds spent on training, without validation.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Mean frames per second in training.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Peak resident memory of the trainer, bytes.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>Number of all parameters, trainable or not.</summary>
    public long? Parameters { get; init; }

    /// <summary>Bytes of metrics.jsonl that are in the store.</summary>
    public long LogPosition { get; init; }

    /// <summary>How often its trainer has died and was started again since somebody last launched, resumed or extended the run.</summary>
    public int Deaths { get; init; }

    /// <summary>
    /// How far it had come when its trainer last died. If the next one dies without progress, the run fails. Null if none has died.
    /// </summary>
    public DeathMark? LastDeath { get; init; }

    /// <summary>It finished before its last epoch, on request or by early stopping.</summary>
    [JsonIgnore]
    public bool EndedEarly => Status == RunStatus.Finished && EpochsDone > 0 && EpochsDone < Settings.Epochs;

    /// <summary>It finished early on request, and so trained for less time than others with its settings.</summary>
    [JsonIgnore]
    public bool CutShort => EndedEarly && Settings.EarlyStoppingPatience is null;

    /// <summary>Its progress while it runs.</summary>
    [JsonIgnore]
    public RunProgress? Progress { get; init; }
}

/// <summary>A best value and its epoch, from 0.</summary>
public sealed record BestValue(double Value, int Epoch)
{
    /// <summary>The epoch as people count it, from 1.</summary>
    [JsonIgnore]
    public int EpochNumber => Epoch + 1;
}

/// <summary>An evaluation on another dataset.</summary>
/// <param name="Status">Queued, Running, Finished, Stopped or Failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="By">Who asked for it.</param>
public sealed record OtherEvaluation(RunStatus Status, string? Reason, string By);
