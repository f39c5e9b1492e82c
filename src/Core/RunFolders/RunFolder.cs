using System.Text.RegularExpressions;
using Angioboard.Core.Files;
using Angioboard.Core.Settings;

namespace Angioboard.Core.RunFolders;

/// <summary>A run's folder, Train_N, which is authoritative for the run: the names of its files, and how the next folder is made.</summary>
public sealed partial record RunFolder(string Path)
{
    private const string Prefix = "Train_";
    private const string ConsoleLog = "console.log";

    private static readonly EnumerationOptions NoLinks = new(
        ) { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary><c>Train_N</c>.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>Every setting, and where the run was made.</summary>
    public string Settings => In("settings.json");

    /// <summary>The split at the time of the launch.</summary>
    public string Split => In("split.json");

    /// <summary>Durations, sizes, counts.</summary>
    public string Meta => In("train.meta.json");

    /// <summary>Events, one JSON object per line.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The state after the last epoch, or at the step where the run was stopped.</summary>
    public string LastCheckpoint => In("last.ckpt");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoard => In("logs");

    /// <summary>What the trainer printed.</summary>
    public string Console => In(ConsoleLog);

    /// <summary>Curves of the training.</summary>
    public string TrainLog => In("train_log.pdf");

    /// <summary>Probabilities of each exam.</summary>
    public string Predictions => In("predictions.json");

    /// <summary>Metrics of each split.</summary>
    public string Evaluation => In("evaluation.json");

    /// <summary>How the run's probabilities are calibrated.</summary>
    public string Calibration => In("calibration.json");

    /// <summary>Metrics of each split, to read.</summary>
    public string EvaluationPdf => In("evaluation.pdf");

    /// <summary>IMCP curves of each split.</summary>
    public string AuimcpPdf => In("auimcp.pdf");

    /// <summary>Whether the test split is sealed, and who has seen its figures.</summary>
    public string TestSeal => In("test-seal.json");

    /// <summary>Who trains, or trained last: process, device, user.</summary>
    public string Trainer => In("trainer.json");

    /// <summary>The job of Slurm that trains it, or did last.</summary>
    public string SlurmJob => In("slurm.json");

    /// <summary>Held by the running trainer.</summary>
    public string TrainerLock => In("trainer.lock");

    /// <summary>The output of a trainer without a terminal.</summary>
    public string TrainerLog => In("trainer.log");

    /// <summary>Asks the trainer to end its training after the current step, and to evaluate the best checkpoint so far.</summary>
    public string FinishRequest => In("finish.request");

    /// <summary>Predictions and evaluations on other datasets, with one folder each.</summary>
    public string Evaluations => In("evaluations");

    /// <summary>
    /// The folders of those evaluations. Links are left out: the owner of the run's folder may not be allowed to see all that this process
    /// can.
    /// </summary>
    public IReadOnlyList<string> EvaluationFolders => new DirectoryInfo(Evaluations) is { Exists: true, LinkTarget: null }
        ? [.. Directory.EnumerateDirectories(Evaluations, "*", NoLinks).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The best checkpoint, whose name contains its metric; null before the first.</summary>
    public string? BestCheckpoint => BestCheckpoints.Find(Path);

    /// <summary>The name of the best checkpoint with this value: <c>best-val_loss=0.123456.ckpt</c>.</summary>
    public string BestPath(CheckpointMetric metric, double value) => In(BestCheckpoints.NameOf(metric, value));

    /// <summary>Removes best checkpoints other than this one, which a killed trainer may have left; null if there is none yet.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void KeepBest(CheckpointMetric metric, double? value)
    {
        string? best = value is { } number ? BestPath(metric, number) : null;
        if (best is not null && !File.Exists(best)) return;
        foreach (string other in Files($"best-{metric.Key()}=*.ckpt").Where(path => path != best)) Remove(other);
    }

    /// <summary>
    /// Removes files that a trainer was writing when it was killed. A request to finish early may be being written at this moment.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void DropHalves()
    {
        foreach (string half in Files("*.tmp")
            .Where(path => Half().IsMatch(path) && !path.StartsWith(FinishRequest, StringComparison.Ordinal))) Remove(half);
    }

    /// <summary>Removes the request to finish early, if there is one.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void DropFinishRequest() => Remove(FinishRequest);

    /// <summary>
    /// Makes the next Train_N below <paramref name="output"/>, with N one more than the largest. Concurrent launches get different folders.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static RunFolder Create(string output) => Create(output, $".{Prefix}{Guid.NewGuid():N}", _ => { }, _ => true);

    /// <summary>Makes the next Train_N, either with its complete content or not at all.</summary>
    /// <param name="output">The parent folder.</param>
    /// <param name="stage">The folder's name there until it is complete.</param>
    /// <param name="fill">Writes its content.</param>
    /// <param name="isFree">Whether a <c>Train_N</c> may be used.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static RunFolder Create(string output, string stage, Action<RunFolder> fill, Func<string, bool> isFree)
    {
        return new RunFolder(NumberedFolders.Make(output, Prefix, stage, Filled, isFree));

        void Filled(string fresh)
        {
            AtomicFile.WriteText(System.IO.Path.Combine(fresh, ConsoleLog), "");
            fill(new RunFolder(fresh));
        }
    }

    private string[] Files(string pattern)
    {
        try
        {
            return Directory.GetFiles(Path, pattern);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(Path, e);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    [GeneratedRegex(@"\.\d+(\.[0-9a-f]{16})?\.tmp\z")]
    private static partial Regex Half();

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
