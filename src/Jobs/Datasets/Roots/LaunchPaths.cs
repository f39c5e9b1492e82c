using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>
/// Which files a run launched in the browser may read. Everybody who may launch can use those of a registered data set, and weights that
/// are below a data root or belong to a run. Administrators can use any file below a data root.
/// </summary>
public sealed class LaunchPaths(DataRoots roots, DatasetStore datasets, RunStore runs, AngioboardOptions options)
{
    /// <summary>The settings with the real target of every path.</summary>
    /// <param name="settings">The settings as given.</param>
    /// <param name="administrator">Whether an administrator launches.</param>
    /// <exception cref="InputException">Paths lead where they may not; the message names each.</exception>
    public RunSettings Resolve(RunSettings settings, bool administrator)
    {
        Dataset? dataset = Registered(settings);
        List<string> problems = [];
        RunSettings resolved = PathSettings.Change(settings, At);
        return problems.Count == 0 ? resolved : throw new InputException(problems);

        string? At(string name, string value)
        {
            if (!PathSettings.MayBePath(name, value)) return value;
            (string? real, string? problem) = Look(name, value, dataset, administrator);
            if (problem is not null) problems.Add($"{name}: {problem}");
            return real;
        }
    }

    /// <summary>Why a run may not read what a form names, as (setting, reason); also for missing files.</summary>
    /// <param name="values">The texts of the settings that may name files.</param>
    /// <param name="administrator">Whether an administrator asks.</param>
    public IReadOnlyList<(string Setting, string Text)> Problems(IReadOnlyDictionary<string, string> values, bool administrator)
    {
        Dataset? dataset = Registered(values.GetValueOrDefault("split"), values.GetValueOrDefault("datadir"));
        List<(string, string)> problems = [];
        foreach ((string name, string value) in values)
        {
            if (value.Length == 0 || !PathSettings.MayBePath(name, value)) continue;
            (string? real, string? problem) = Look(name, value, dataset, administrator);
            problem ??= Missing(name, value, real!);
            if (problem is not null) problems.Add((name, problem));
        }
        return problems;
    }

    /// <summary>The reasons why no run could read the files named in its settings, one line each.</summary>
    public static IEnumerable<string> Problems(RunSettings settings) =>
        from setting in PathSettings.Values(settings)
        where PathSettings.MayBePath(setting.Key, setting.Value)
        let problem = NoGroup(setting.Key, setting.Value) ?? Missing(setting.Key, setting.Value, setting.Value)
        where problem is not null
        select $"{setting.Key}: {problem}";

    /// <summary>The registered data set with this split file and folder.</summary>
    public Dataset? Registered(RunSettings settings) => Registered(settings.Split, settings.Datadir);

    private Dataset? Registered(string? split, string? datadir) =>
        datasets.All().FirstOrDefault(dataset => dataset.Split == split && dataset.Datadir == datadir);

    private (string? Real, string? Problem) Look(string name, string value, Dataset? dataset, bool administrator)
    {
        if (NoGroup(name, value) is { } problem) return (null, problem);
        bool place = PathSettings.PlacesOfData.Contains(name);
        bool registered = dataset is not null && (name != "patients" || value == dataset.Patients);
        if (place && !registered && !administrator)
            return (null, "files named by hand are for administrators; choose a registered dataset");
        if (!Path.IsPathFullyQualified(value)) return (null, $"{value}: give the full path, from the root");
        string? real = roots.Find(value) ?? (place ? null : OfRun(value));
        return real is null ? (null, $"{value} {DataRoots.Outside}") : (real, null);
    }

    private static string? NoGroup(string name, string value) =>
        name == "patients" && !value.Contains('/', StringComparison.Ordinal) && !value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? $"{value}: an expression needs a group, in parentheses, that finds the patient, such as (\\d+)_[LR]$"
            : null;

    private static string? Missing(string name, string value, string real)
    {
        bool folder = PathSettings.KindOf(name) == PathKind.Folder;
        return (folder ? Directory.Exists(real) : File.Exists(real))
            ? null
            : $"{value} is not there; name a {(folder ? "folder" : "file")} of this box";
    }

    // Everybody who signs in can download a run's files.
    private string? OfRun(string path)
    {
        if (RealPath.Of(path) is not { } real || RealPath.Of(Path.GetFullPath(options.Results)) is not { } results
            || !RealPath.IsWithin(real, results)) return null;
        return runs.All.Any(run => run.Trashed is null && RealPath.Of(run.Folder) is { } folder && RealPath.IsWithin(folder, results)
            && real != folder && RealPath.IsWithin(real, folder)) ? real : null;
    }
}
