using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies;

/// <summary>
/// A study's folder, Study_N, beside the Train_N of its runs. It is authoritative for the study: its plan, its folds and its results. Which
/// run is which, the runs' own settings.json say.
/// </summary>
public sealed class StudyDirectory
{
    private const string Prefix = "Study_", FoldsName = "folds";

    private StudyDirectory(string path, StudyPlan plan) => (Path, Plan) = (path, plan);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary><c>Study_N</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder of the experiment, which also holds the runs.</summary>
    public string Experiment => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>What it compares and how.</summary>
    public StudyPlan Plan { get; private set; }

    /// <summary>The split files of its folds; empty for a study without any.</summary>
    public string Folds => In(FoldsName);

    /// <summary>What its finished runs say.</summary>
    public string Results => In(StudyResultsFile.Name);

    /// <summary>Makes the next Study_N of an experiment, with its complete content or not at all.</summary>
    /// <param name="experiment">The experiment's folder, which is made if it is not there.</param>
    /// <param name="plan">The plan; the hashes of its folds are those of <paramref name="folds"/>.</param>
    /// <param name="folds">The folds; null for a study without any.</param>
    /// <param name="stage">The folder's name until it is complete; null for any.</param>
    /// <param name="also">Writes more into the folder; null for nothing.</param>
    /// <exception cref="InputException">The plan is not valid, or the folder cannot be written to.</exception>
    public static StudyDirectory Create(
        string experiment, StudyPlan plan, FoldSet? folds, string? stage = null, Action<string>? also = null)
    {
        plan = Hashed(plan, folds);
        StudyRules.Require(plan);
        string path = NumberedFolders.Make(experiment, Prefix, stage ?? $".{Prefix}{Guid.NewGuid():N}", Fill, _ => true);
        return new StudyDirectory(path, plan);

        void Fill(string fresh)
        {
            if (folds is not null) FoldFolder.Write(System.IO.Path.Combine(fresh, FoldsName), folds);
            StudyPlanFile.Write(System.IO.Path.Combine(fresh, StudyPlanFile.Name), plan);
            also?.Invoke(fresh);
        }
    }

    /// <summary>Opens a study's folder, whose files may have been edited.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It is not a study's, or its plan or folds are not valid; every problem names its file.</exception>
    public static StudyDirectory Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new InputException("the study: is empty; give its folder, Study_N");
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (!Directory.Exists(path)) throw new InputException($"{path}: is not there; give the folder of a study, Study_N");
        if (!StudyPlace.IsStudy(System.IO.Path.GetFileName(path)))
            throw new InputException($"{path}: is not called Study_N, by which runs know their study; give it its old name");
        StudyDirectory study = new(path, StudyPlanFile.Read(System.IO.Path.Combine(path, StudyPlanFile.Name)));
        study.RequireFolds();
        return study;
    }

    /// <summary>Replaces the plan by one to which something was added.</summary>
    /// <param name="plan">The new plan.</param>
    /// <param name="folds">Its folds; null for a study without any.</param>
    /// <exception cref="InputException">The plan is not valid, or the folder cannot be written to.</exception>
    public void Change(StudyPlan plan, FoldSet? folds)
    {
        plan = Hashed(plan, folds);
        StudyRules.Require(plan);
        // Files without a plan for them do no harm.
        if (folds is not null) FoldFolder.Write(Folds, folds);
        StudyPlanFile.Write(In(StudyPlanFile.Name), plan);
        Plan = plan;
    }

    /// <summary>The runs of the plan, with the folder of each that was made.</summary>
    /// <exception cref="InputException">Two folders claim to be the same run, or one was not trained as the plan says.</exception>
    public IReadOnlyList<StudyCell> Cells()
    {
        ILookup<(string, int?, long), RunFolder> made = Made().ToLookup(run => run.Key, run => run.Folder);
        Problems problems = new(Path);
        List<StudyCell> cells = [];
        foreach (StudyRun run in Plan.Runs(Plan.Folds is null ? null : Folds))
        {
            RunFolder[] own = [.. made[(run.Variant, run.Fold, run.Seed)]];
            if (own.Length > 1)
                problems.Add($"{string.Join(" and ", own.Select(folder => folder.Path))}: are the same run of {Name} ({run.Words}); keep "
                    + "one, and delete the others or move them to another experiment");
            else if (own.Length == 0) cells.Add(new StudyCell(run, null, StudyRunState.Missing, null));
            else if (Unlike(run, own[0]) is { } problem) problems.Add(problem);
            else cells.Add(StudyCell.Of(run, own[0]));
        }
        return problems.Count == 0 ? cells : throw new InputException(problems);
    }

    /// <summary>Makes the folder of a run, ready to be trained.</summary>
    /// <param name="run">The run.</param>
    /// <param name="settings">Its resolved settings.</param>
    /// <exception cref="InputException">Its split file cannot be read, or the folder cannot be written.</exception>
    public RunFolder Make(StudyRun run, RunSettings settings)
    {
        byte[] split = SplitCopy.Read(settings.Split!, settings.NumClasses!.Value);
        StudyPlace place = new(Name, run.Variant, run.Fold);
        return RunFolder.Create(Experiment, $".Train_{Guid.NewGuid():N}", fresh =>
        {
            AtomicFile.Write(fresh.Split, stream => stream.Write(split));
            AtomicFile.WriteText(fresh.Settings, SettingsFile.Text(settings, place));
        }, _ => true);
    }

    private IEnumerable<((string, int?, long) Key, RunFolder Folder)> Made()
    {
        EnumerationOptions quiet = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateDirectories(Experiment, "Train_*", quiet).Order(StringComparer.Ordinal))
        {
            RunFolder folder = new(path);
            if (Place(folder) is ({ } place, long seed) && place.Study == Name) yield return ((place.Variant, place.Fold, seed), folder);
        }
    }

    private static string? Unlike(StudyRun run, RunFolder folder)
    {
        try
        {
            return TrainedSettings.Problem(run, SettingsFile.Combine(SettingsFile.Read(folder.Settings))) is { } problem
                ? $"{folder.Path}: {problem}" : null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    // Another experiment's damaged folder is not this study's trouble; a damaged one of its own counts as missing.
    private static (StudyPlace Place, long Seed)? Place(RunFolder folder)
    {
        try
        {
            JsonObject settings = SettingsFile.Records(folder.Settings);
            return StudyPlace.Of(settings) is { } place && SettingsFile.Seed(settings) is { } seed ? (place, seed) : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    private void RequireFolds()
    {
        if (Plan.Folds is not { } folds) return;
        Problems problems = new(Path);
        if (folds.Sha256.Count != folds.Count)
            problems.Add($"{In(StudyPlanFile.Name)}: folds.sha256: is not there for each fold; restore the file");
        foreach ((int fold, string hash) in folds.Sha256.Index())
        {
            string path = System.IO.Path.Combine(Folds, $"{folds.NameOf(fold)}.json");
            if (Hash(path, problems) is { } found && found != hash)
                problems.Add($"{path}: was changed after the study was made, so its runs would not be comparable; restore the file");
        }
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static string? Hash(string path, Problems problems)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(SafeOpen.Bytes(path, FolderOwners.Rule(path, SplitFile.Largest))));
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            problems.Add($"{path}: cannot be read: {FileTrouble.Words(e, path)}; restore the file");
            return null;
        }
    }

    /// <summary>A plan with the hashes of its folds.</summary>
    public static StudyPlan Hashed(StudyPlan plan, FoldSet? folds) => plan.Folds is { } own && folds is not null
        ? plan with { Folds = own with { Sha256 = [.. folds.Folds.Select(fold => fold.Sha256())] } }
        : plan;

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
