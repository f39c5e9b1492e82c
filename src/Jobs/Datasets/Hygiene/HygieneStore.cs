using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Hygiene;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Datasets.Hygiene;

/// <summary>
/// What gives the classes of registered data sets away: a file for each in the folder <c>hygiene</c> of the data folder, written by the
/// data set's check. A damaged file counts as none, and the next check replaces it. Thread-safe.
/// </summary>
public sealed class HygieneStore(AngioboardOptions options, DatasetStore datasets)
{
    private const string Folder = "hygiene";

    private readonly ConcurrentDictionary<string, (string Stamp, HygieneReport? Report)> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The report of a data set as it is registered; null where it was not looked at since its last change.</summary>
    public HygieneReport? Find(Dataset dataset) =>
        Read(dataset.Name) is { } report && report.Patients == dataset.Patients && report.Classes.SequenceEqual(dataset.ClassNames)
            ? report
            : null;

    /// <summary>The report on the data that a run was trained on, and the data set; null where that is not known.</summary>
    public (Dataset Dataset, HygieneReport Report)? Of(Run run)
    {
        if (run.Fingerprint is not { } print) return null;
        foreach (Dataset dataset in datasets.All().Where(dataset => DatasetSettings.Fit(dataset, run.Settings)))
        {
            if (run.Settings.Patients == dataset.Patients && Find(dataset) is { } report && report.Fingerprint == print)
                return (dataset, report);
        }
        return null;
    }

    /// <summary>The file of the report on the data that a run was trained on; null where there is none.</summary>
    public string? FileOf(Run run) => Of(run) is { } found ? PathOf(found.Dataset.Name) : null;

    /// <summary>Keeps a report.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    internal void Put(Dataset dataset, HygieneReport report)
    {
        DataFolder.Make(Path.GetFullPath(options.DataFolder), Folder);
        // A table of patients is checked by its real path.
        HygieneFile.Write(PathOf(dataset.Name), report with { Patients = dataset.Patients });
    }

    /// <summary>Moves a report to the data set's new name.</summary>
    internal void Move(string from, string to)
    {
        try
        {
            if (File.Exists(PathOf(from))) File.Move(PathOf(from), PathOf(to), overwrite: true);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // The next check writes it again.
        }
    }

    /// <summary>Removes the report of a data set that is taken off the list.</summary>
    internal void Remove(string name)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // It does no harm: another data set of this name has other data.
        }
    }

    private HygieneReport? Read(string name)
    {
        FileInfo file = new(PathOf(name));
        string stamp = file.Exists ? FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "";
        if (kept.TryGetValue(name, out (string Stamp, HygieneReport? Report) known) && known.Stamp == stamp) return known.Report;
        HygieneReport? report = HygieneFile.Find(file.FullName);
        kept[name] = (stamp, report);
        return report;
    }

    private string PathOf(string name) => Path.Combine(Path.GetFullPath(options.DataFolder), Folder, $"{name}.json");
}
