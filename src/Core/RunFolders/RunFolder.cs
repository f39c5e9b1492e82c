using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Core.Files;
using Angioboard.Core.Settings;

namespace Angioboard.Core.RunFolders;

/// <summary>A run's folder, Train_N: the truth about the run. Names of what it holds, and how the next one is made.</summary>
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

    /// <summary>The split as it was.</summary>
    public string Split => In("split.json");

    /// <summary>Durations, sizes, counts.</summary>
    public string Meta => In("train.meta.json");

    /// <summary>Events, one JSON object a line.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The state after the last epoch, or where the run was stopped.</summary>
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

    /// <summary>Metrics of each split, to read.</summary>
    public string EvaluationPdf => In("evaluation.pdf");

    /// <summary>IMCP curves of each split.</summary>
    public string AuimcpPdf => In("auimcp.pdf");

    /// <summary>Who trains, or trained last: process, device, user.</summary>
    public string Trainer => In("trainer.json");

    /// <summary>Held by the trainer at work.</summary>
    public string TrainerLock => In("trainer.lock");

    /// <summary>What a trainer printed that had no terminal.</summary>
    public string TrainerLog => In("trainer.log");

    /// <summary>Asks the trainer to end its training after the step under way, and to evaluate the best so far.</summary>
    public string FinishRequest => In("finish.request");

    /// <summary>Predictions and evaluations on other datasets, a folder each.</summary>
    public string Evaluations => In("evaluations");

    /// <summary>
    /// The folders of those evaluations. Links are left out: who owns the run's folder may not see all that this process sees.
    /// </summary>
    public IReadOnlyList<string> EvaluationFolders => new DirectoryInfo(Evaluations) is { Exists: true, LinkTarget: null }
        ? [.. Directory.EnumerateDirectories(Evaluations, "*", NoLinks).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The best checkpoint, whose name tells its metric; null before the first.</summary>
    public string? BestCheckpoint => BestCheckpoints.Find(Path);

    /// <summary>The name of the best checkpoint with this value: <c>best-val_loss=0.123456.ckpt</c>.</summary>
    public string BestPath(CheckpointMetric metric, double value) => In(BestCheckpoints.NameOf(metric, value));

    /// <summary>
    /// Removes checkpoints of other bests than this one, which a trainer that was killed may have left; null: there is none yet.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void KeepBest(CheckpointMetric metric, double? value)
    {
        string? best = value is { } number ? BestPath(metric, number) : null;
        if (best is not null && !File.Exists(best)) return;
        foreach (string other in Files($"best-{metric.Key()}=*.ckpt").Where(path => path != best)) Remove(other);
    }

    /// <summary>
    /// Removes files that a trainer was writing when it was killed. Whoever asks to finish early may be writing that at this moment.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void DropHalves()
    {
        foreach (string half in Files("*.tmp")
            .Where(path => Half().IsMatch(path) && !path.StartsWith(FinishRequest, StringComparison.Ordinal))) Remove(half);
    }

    /// <summary>Takes back the request to finish early, if there is one.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void DropFinishRequest() => Remove(FinishRequest);

    /// <summary>
    /// Makes the next Train_N below <paramref name="output"/>, N one more than the largest there. Two launches at once get two folders.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static RunFolder Create(string output) => Create(output, $".{Prefix}{Guid.NewGuid():N}", _ => { }, _ => true);

    /// <summary>Makes the next Train_N, which is there with all that it is filled with or not at all.</summary>
    /// <param name="output">The folder above.</param>
    /// <param name="stage">The folder's name there until it is filled.</param>
    /// <param name="fill">Writes into it.</param>
    /// <param name="isFree">Whether a <c>Train_N</c> may be given.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static RunFolder Create(string output, string stage, Action<RunFolder> fill, Func<string, bool> isFree)
    {
        AtomicFile.CreateFolder(output);
        // A folder is renamed into place, which fails where another has taken the name meanwhile, as long as that one is not empty.
        string fresh = System.IO.Path.Combine(output, stage);
        AtomicFile.CreateFolder(fresh);
        try
        {
            AtomicFile.WriteText(System.IO.Path.Combine(fresh, ConsoleLog), "");
            fill(new RunFolder(fresh));
            for (int n = Largest(output) + 1; ; n++)
            {
                string path = System.IO.Path.Combine(System.IO.Path.GetFullPath(output), $"{Prefix}{n}");
                if (Directory.Exists(path) || File.Exists(path) || !isFree($"{Prefix}{n}")) continue;
                try
                {
                    Directory.Move(fresh, path);
                    FlushNames(output);
                    return new RunFolder(path);
                }
                catch (IOException) when (Directory.Exists(path))
                {
                    // Another launch took this number between the look and the move.
                }
            }
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    // The folders above may be new too.
    private static void FlushNames(string output)
    {
        string folder = System.IO.Path.GetFullPath(output);
        try
        {
            Disk.FlushNames(folder);
            if (System.IO.Path.GetDirectoryName(folder) is { } above) Disk.FlushNames(above);
        }
        catch (IOException e)
        {
            throw AtomicFile.Unwritable(folder, e);
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

    private static int Largest(string output) => Directory.EnumerateFileSystemEntries(output, $"{Prefix}*")
        .Select(path => System.IO.Path.GetFileName(path)[Prefix.Length..])
        .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0)
        .DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"\.\d+(\.[0-9a-f]{16})?\.tmp\z")]
    private static partial Regex Half();

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
