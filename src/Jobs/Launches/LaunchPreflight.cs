using System.Collections.Concurrent;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Files;
using Angioboard.Core.Models.Hub;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Queue;

namespace Angioboard.Jobs.Launches;

/// <summary>
/// Finds before a launch what would fail after hours in the queue: missing weights, too large batches, too little room, too long runs. It
/// may ask the hub of weights, for a few seconds.
/// </summary>
public sealed class LaunchPreflight(QueueSetup setup, AngioboardOptions options, TimeProvider time)
{
    private const int MostKept = 64;

    // The best and the last; a third is written before the last one is replaced.
    private const int Checkpoints = 3;

    // A checkpoint has no gradients.
    private const double ShareInCheckpoint = 3.0 / 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3), KeptFor = TimeSpan.FromMinutes(1),
        LongRun = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Setting, string Backbone), (DateTimeOffset At, string? Problem)> weights = [];
    private readonly ConcurrentDictionary<(string Split, int Classes), (string Stamp, int Exams)> training = [];
    private readonly Lock reading = new();

    /// <summary>Looks at the runs of a launch, whose files exist.</summary>
    /// <param name="settings">Valid settings of each run; they need not be resolved.</param>
    /// <param name="cancellation">Stops waiting for the hub.</param>
    public async Task<PreflightReport> LookAsync(IReadOnlyList<RunSettings> settings, CancellationToken cancellation)
    {
        RunSettings[] runs = [.. settings.Select(run => SettingsRules.Resolve(run))];
        List<(string, string)> problems = [];
        foreach (string problem in await WeightsProblemsAsync(runs, cancellation)) problems.Add(("pretrained", problem));
        foreach (string problem in PatientProblems(runs)) problems.Add(("patients", problem));
        foreach (string problem in BatchProblems(runs)) problems.Add(("batch_size", problem));
        return new PreflightReport(problems, Warnings(runs));
    }

    /// <summary>What the user should know about runs of these valid settings, one line each, without asking the hub.</summary>
    public IReadOnlyList<string> Warnings(IReadOnlyList<RunSettings> settings)
    {
        RunSettings[] runs = [.. settings.Select(run => SettingsRules.Resolve(run))];
        return [.. SpaceWarnings(runs), .. TimeWarnings(runs), .. PatientWarnings(runs)];
    }

    /// <summary>Makes sure that nothing speaks against the runs of a launch.</summary>
    /// <exception cref="InputException">Something does; the message names the settings.</exception>
    internal async Task RequireAsync(IReadOnlyList<RunSettings> settings, CancellationToken cancellation)
    {
        PreflightReport report = await LookAsync(settings, cancellation);
        if (report.Problems.Count > 0)
            throw new InputException([.. report.Problems.Select(problem => $"{problem.Setting}: {problem.Text}")]);
    }

    private async Task<IEnumerable<string>> WeightsProblemsAsync(RunSettings[] runs, CancellationToken cancellation)
    {
        (string, string)[] wanted =
            [.. runs.Where(run => run.InitWeight is null).Select(run => (run.Pretrained!, run.Backbone)).Distinct()];
        return (await Task.WhenAll(wanted.Select(one => WeightsProblemAsync(one, cancellation)))).OfType<string>().Distinct();
    }

    private async Task<string?> WeightsProblemAsync((string Setting, string Backbone) wanted, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (weights.TryGetValue(wanted, out (DateTimeOffset At, string? Problem) before) && now - before.At < KeptFor)
            return before.Problem;
        HubSettings hub;
        try
        {
            hub = setup.Hub() with { Patience = Patience };
        }
        catch (InputException e)
        {
            return e.Problems[0];
        }
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Redirects have their own patience each.
        late.CancelAfter(2 * Patience);
        string? problem;
        try
        {
            problem = await new PretrainedWeights(hub).ProblemAsync(wanted.Setting, wanted.Backbone, late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            problem = $"{hub.Endpoint} did not answer within {2 * Patience.TotalSeconds} s; choose {PretrainedWeights.None}, or try again";
        }
        if (weights.Count >= MostKept) weights.Clear();
        // A problem is looked at again, as its cure is often a copied file.
        if (problem is null) weights[wanted] = (now, problem);
        return problem;
    }

    private static IEnumerable<string> PatientProblems(RunSettings[] runs)
    {
        foreach (string patients in runs.Select(run => run.Patients).OfType<string>().Distinct().Where(text => !PatientMap.IsTable(text)))
        {
            string? problem = null;
            try
            {
                PatientMap.ParseExpression(patients);
            }
            catch (InputException e)
            {
                problem = LaunchGrid.Split(e.Problems[0]).Text;
            }
            if (problem is not null) yield return problem;
        }
    }

    private IEnumerable<string> BatchProblems(RunSettings[] runs)
    {
        foreach (IGrouping<(string? Split, int Classes), RunSettings> same in runs.GroupBy(run => (run.Split, run.NumClasses!.Value)))
        {
            int largest = same.Max(run => run.BatchSize);
            if (same.Key.Split is { } split && TrainingExams(split, same.Key.Classes) is > 0 and int exams && largest > exams)
                yield return $"{Text(largest)} is more than the {Text(exams)} {(exams == 1 ? "exam" : "exams")} of the training split; "
                    + $"choose at most {Text(exams)}";
        }
    }

    /// <summary>The labelled exams of the training split; null if the file cannot be read.</summary>
    private int? TrainingExams(string split, int classes)
    {
        try
        {
            FileInfo file = new(split);
            if (!file.Exists) return null;
            string stamp = FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}");
            if (Known(stamp) is { } known) return known;
            // One at a time: reading a large file takes several times its size in memory.
            lock (reading)
            {
                if (Known(stamp) is { } meanwhile) return meanwhile;
                int exams = ExamListing.Read(split, options.DataFolder, classes).Exams
                    .Count(exam => exam is { Split: "train", Label: not null });
                if (training.Count >= MostKept) training.Clear();
                training[(split, classes)] = (stamp, exams);
                return exams;
            }
        }
        catch (Exception e) when (e is InputException || FileErrors.Is(e))
        {
            return null; // The check of the file says why.
        }

        int? Known(string stamp) =>
            training.TryGetValue((split, classes), out (string Stamp, int Exams) before) && before.Stamp == stamp ? before.Exams : null;
    }

    private IEnumerable<string> SpaceWarnings(RunSettings[] runs)
    {
        if (FreeBytes() is not { } free) yield break;
        double need = runs.Sum(run => Checkpoints * ShareInCheckpoint * ModelCost.WeightBytes(run));
        double room = free - options.MinimumFreeGigabytes * 1e9;
        if (need > room)
            yield return $"The checkpoints need about {Gigabytes(need)}, and the results disk has {Gigabytes(free)} free; "
                + $"below {Gigabytes(options.MinimumFreeGigabytes * 1e9)} trainers wait.";
    }

    private long? FreeBytes()
    {
        try
        {
            DirectoryInfo? folder = new(options.Results);
            while (folder is { Exists: false }) folder = folder.Parent;
            return folder is null ? null : setup.FreeBytes(folder.FullName);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null; // The machine page says what is wrong with the disk.
        }
    }

    private IEnumerable<string> TimeWarnings(RunSettings[] runs)
    {
        TimeSpan[] longer = [.. runs.Select(run => setup.Estimate(run)).OfType<TimeSpan>().Where(length => length > LongRun)];
        if (longer.Length == 0) yield break;
        string each = longer.Length < runs.Length ? $"{longer.Length} of the runs are" : runs.Length == 1 ? "The run is" : "The runs are";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{each} expected to take {(longer.Length > 1 ? "up to " : "about ")}{longer.Max().TotalDays:0.#} days. ")
            + "A smaller backbone, fewer frames or fewer epochs shorten that.";
    }

    private static IEnumerable<string> PatientWarnings(RunSettings[] runs)
    {
        if (runs.Any(run => run.Patients is null))
            yield return "Patients are not known: intervals will count each exam as a patient, and are too narrow if two eyes of a patient "
                + "are in. The dataset or the setting patients can say whose each exam is.";
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Gigabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
