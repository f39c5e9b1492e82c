using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Bands;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Hygiene;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Papers.Study;

/// <summary>All that a paper reports: the runs, and what is computed from several of them.</summary>
internal sealed record PaperStudy
{
    /// <summary>The runs; the first is described in detail.</summary>
    public required IReadOnlyList<PaperRun> Runs { get; init; }

    /// <summary>The split that the results are of.</summary>
    public required string Split { get; init; }

    /// <summary>The run that the others are compared with; null for one run.</summary>
    public required PaperRun? Reference { get; init; }

    /// <summary>The differences between runs; null for one run, or where they may not be shown.</summary>
    public ComparisonReport? Comparison { get; init; }

    /// <summary>Why there are no differences between several runs; null if there are.</summary>
    public string? NoComparison { get; init; }

    /// <summary>The bands of the detailed run's ROC curves; empty where they may not be shown.</summary>
    public IReadOnlyList<RocBand?> RocBands { get; init; } = [];

    /// <summary>What the files of the data give away; null where it was not looked at.</summary>
    public HygieneReport? Hygiene { get; init; }

    /// <summary>The run that is described in detail.</summary>
    public PaperRun Main => Runs[0];

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes => Main.Evaluation.Classes;

    /// <summary>What counts as independent: <c>patients</c> or <c>exams</c>.</summary>
    public string Unit => Main.Evaluation.Bootstrap.Unit;

    /// <summary>Whether patients are known.</summary>
    public bool KnowsPatients => Unit == "patients";

    /// <summary>The run whose seal hides the results; null if they may be shown.</summary>
    public PaperRun? Sealed => Split == TestSeal.Split ? Runs.FirstOrDefault(run => run.Seal is { IsOpen: false }) : null;

    /// <summary>The results of the run that is described in detail.</summary>
    public SplitReport Results => Main.Evaluation.Splits[Split];

    /// <summary>The predictions that these are of.</summary>
    public IReadOnlyList<ExamPrediction> Predictions => Main.Predictions.First(split => split.Split == Split).Exams;

    /// <summary>The runs by their settings without the seed, in the order of their first runs.</summary>
    public IReadOnlyList<IReadOnlyList<PaperRun>> BySettings =>
        [.. Runs.GroupBy(run => run.SettingsHash).Select(group => (IReadOnlyList<PaperRun>)[.. group])];

    /// <summary>Whether runs repeat settings with other seeds.</summary>
    public bool HasSeeds => BySettings.Any(group => group.Count > 1);

    /// <summary>What tells settings apart from the others: <c>lr 0.001</c>; the name of the first run if nothing does.</summary>
    public string TitleOf(IReadOnlyList<PaperRun> group)
    {
        string[] differing =
        [
            .. SettingsDifference.Between([.. BySettings.Select(other => other[0].Settings)])
                .Where(row => row.Differs && !SettingsHash.IsIncidental(row.Name)).Select(row => $"{row.Name} {group[0].Text(row.Name)}"),
        ];
        return differing.Length == 0 ? group[0].Name : string.Join(", ", differing);
    }

    /// <summary>Reads runs and computes their differences.</summary>
    /// <param name="runs">The runs: name and folder of each, all with other names.</param>
    /// <param name="split">The split to report.</param>
    /// <param name="reference">The name of the run that the others are compared with; null for the last.</param>
    /// <param name="check">The file that `check --output` wrote about their data; null for none.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">Runs cannot be read or reported together; every problem is listed.</exception>
    public static PaperStudy Gather(IReadOnlyList<(string Name, string Folder)> runs, string split, string? reference, string? check,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        List<string> problems = [];
        List<PaperRun> read = [];
        foreach ((string name, string folder) in runs)
        {
            try
            {
                PaperRun run = PaperRun.Read(name, folder);
                if (!run.Evaluation.Splits.ContainsKey(split))
                {
                    problems.Add($"{folder}: has no results of the split {split}; give --split with one of "
                        + string.Join(", ", run.Evaluation.Splits.Keys));
                }
                read.Add(run);
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        // It would count as a second seed, and differ from itself by nothing.
        problems.AddRange(runs.GroupBy(run => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Folder)))
            .Where(same => same.Skip(1).Any()).Select(same => $"{same.First().Folder}: is given {same.Count()} times; give each run once"));
        problems.AddRange(read.GroupBy(run => run.Name).Where(same => same.Skip(1).Any())
            .Select(same => $"{same.Count()} runs are called {same.Key}; give each its own name, as in NAME=PATH"));
        problems.AddRange(read.Skip(1).Where(run => !run.Evaluation.Classes.SequenceEqual(read[0].Evaluation.Classes))
            .Select(run => $"{run.Name} has other classes than {read[0].Name}; report runs of the same classes"));
        if (reference is not null && runs.All(run => run.Name != reference))
            problems.Add($"reference: no run is called {reference}; give one of {string.Join(", ", runs.Select(run => run.Name))}");
        HygieneReport? hygiene = check is null || read.Count == 0 ? null : Checked(check, read[0], problems);
        if (problems.Count > 0) throw new InputException(problems);

        PaperStudy study = new()
        {
            Runs = read,
            Split = split,
            Hygiene = hygiene,
            Reference = read.Count < 2 ? null : read.First(run => run.Name == (reference ?? read[^1].Name)),
        };
        if (study.Sealed is not null) return study;
        IReadOnlyDictionary<string, string>? patients = study.Patients(cancellation);
        progress?.Report(new StageProgress("drawing ROC bands", 0, 1));
        study = study with { RocBands = RocBand.Of(split, study.Predictions, study.Classes.Count, patients, cancellation) };
        progress?.Report(new StageProgress("drawing ROC bands", 1, 1));
        return study.Reference is null ? study : study.Compare(patients, progress, cancellation);
    }

    private static HygieneReport? Checked(string path, PaperRun run, List<string> problems)
    {
        if (HygieneFile.Find(path) is not { } report)
            problems.Add($"check: {path} is not a file that `angioboard check --output` wrote; write it again");
        else if (report.Fingerprint != SettingsFile.Fingerprint(run.Folder.Settings))
            problems.Add($"check: {path} is about other data than {run.Name} was trained on; check that data");
        else return report;
        return null;
    }

    private IReadOnlyDictionary<string, string>? Patients(CancellationToken cancellation)
    {
        if (!KnowsPatients || Runs.Select(run => run.Settings.Patients).OfType<string>().FirstOrDefault() is not { } setting) return null;
        HashSet<string> exams =
            [.. Runs.SelectMany(run => run.Predictions.First(split => split.Split == Split).Exams).Select(exam => exam.Exam)];
        return PatientMap.Parse(setting).Assign([(Split, exams)], cancellation);
    }

    private PaperStudy Compare(
        IReadOnlyDictionary<string, string>? patients, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        PairedRun[] runs = [.. Runs.Select(run => PairedRun.Read(run.Name, run.Folder.Predictions, Split, []))];
        ComparisonOptions options = new(Reference: Reference!.Name);
        try
        {
            ComparisonReport report = PairedComparison.Of(runs, Split, patients, options, progress, cancellation);
            SettingsRuns[] groups = [.. BySettings.Select(group => new SettingsRuns(TitleOf(group),
                [.. group.Select(member => runs.First(run => run.Name == member.Name))]))];
            if (groups.Length < 2 || !HasSeeds) return this with { Comparison = report };
            int reference = groups.Index().First(group => group.Item.Runs.Any(run => run.Name == Reference.Name)).Index;
            return this with
            {
                Comparison = report with
                {
                    Settings = SettingsPair.Of(groups[reference], [.. groups.Where((_, group) => group != reference)], Split, patients,
                        options, progress, cancellation),
                },
            };
        }
        catch (InputException e)
        {
            return this with { NoComparison = e.Problems[0] };
        }
    }
}
