using System.Collections.Concurrent;
using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Datasets;

/// <summary>
/// The contents of registered data sets, counted once and kept until their split file changes. Counting lists every exam's folder, which
/// takes seconds for large data sets. Thread-safe.
/// </summary>
public sealed class DatasetCatalog(Database database, DatasetStore datasets, DataRoots roots)
{
    // The latest few listings are enough for everybody who looks at data sets at the same time.
    private const int MostListings = 16;

    private readonly StoredValues<DatasetSummary> summaries = database.Collection<DatasetSummary>("dataset_summaries");
    private readonly ConcurrentDictionary<string, (string Stamp, ExamListing Listing)> listings = [];
    private readonly ConcurrentDictionary<string, (string Stamp, IReadOnlyDictionary<string, string>? Patients)> patients = [];
    private readonly Lock counting = new(), reading = new();

    /// <summary>The counts of the data set with this name; null if there is none, or its files are gone and were never counted.</summary>
    public Task<DatasetSummary?> SummaryAsync(string name, CancellationToken cancellation) =>
        Task.Run(() => datasets.Find(name) is { } dataset ? Summary(dataset, cancellation) : null, cancellation);

    /// <summary>The latest counts, without waiting; null if it was never counted.</summary>
    public DatasetSummary? Counted(string name) => summaries.Find(name);

    /// <summary>The exams of a data set.</summary>
    /// <exception cref="InputException">Its split file is gone or cannot be read.</exception>
    public ExamListing Listing(Dataset dataset) =>
        Listing(dataset.Name, Stamp(dataset), roots.Require(dataset.Split), dataset.Datadir, dataset.ClassNames.Count);

    /// <summary>The exams of a run: from the run's own copy of the split, in the folder that its settings name.</summary>
    /// <exception cref="InputException">Neither its own split file nor the one in its settings can be read.</exception>
    public ExamListing Listing(Run run)
    {
        string kept = Path.Combine(run.Folder, "split.json");
        // The settings of another user's run only contain what that user wrote.
        string split = File.Exists(kept) || run.OtherUser is not null ? kept
            : run.Settings.Split is { } named ? roots.Require(named)
            : throw new InputException($"{run.Id}: its settings name no split file");
        string datadir = run.Settings.Datadir ?? throw new InputException($"{run.Id}: its settings name no folder of frames");
        int classes = run.Settings.NumClasses ?? run.Settings.ClassNames?.Count ?? int.MaxValue;
        return Listing($"run {run.Id}", $"{FileStamp(split)} {datadir}", split, datadir, classes);
    }

    /// <summary>Each exam's patient, by the exam's name; null where that is not known.</summary>
    /// <exception cref="InputException">Its split file is gone or cannot be read.</exception>
    internal IReadOnlyDictionary<string, string>? Patients(Dataset dataset)
    {
        if (dataset.Patients is not { } source) return null;
        string stamp = $"{Stamp(dataset)} {(PatientMap.NamesFile(source) ? FileStamp(source) : "")}";
        if (patients.TryGetValue(dataset.Name, out (string Stamp, IReadOnlyDictionary<string, string>? Patients) kept)
            && kept.Stamp == stamp) return kept.Patients;
        IReadOnlyDictionary<string, string>? found = Patients(dataset, Listing(dataset), CancellationToken.None);
        if (patients.Count >= MostListings) patients.Clear();
        patients[dataset.Name] = (stamp, found);
        return found;
    }

    /// <summary>Forgets what is kept of a data set.</summary>
    internal void Forget(string name)
    {
        summaries.Remove(name);
        listings.TryRemove(name, out _);
        patients.TryRemove(name, out _);
    }

    private ExamListing Listing(string key, string stamp, string split, string datadir, int classes)
    {
        string folder = roots.Require(datadir);
        stamp = $"{stamp} {folder}";
        if (listings.TryGetValue(key, out (string Stamp, ExamListing Listing) kept) && kept.Stamp == stamp) return kept.Listing;
        // A page asks for many frames at once. The file may be large and is read only once.
        lock (reading)
        {
            if (listings.TryGetValue(key, out kept) && kept.Stamp == stamp) return kept.Listing;
            ExamListing listing = ExamListing.Read(split, folder, classes);
            if (listings.Count >= MostListings) listings.Clear();
            listings[key] = (stamp, listing);
            return listing;
        }
    }

    /// <summary>The counts; counted now unless they are known.</summary>
    public DatasetSummary? Summary(Dataset dataset, CancellationToken cancellation)
    {
        DatasetSummary? known = summaries.Find(dataset.Name);
        if (!DatasetState.Of(dataset, roots).Ready) return known;
        string stamp = Stamp(dataset);
        if (known?.Stamp == stamp) return known;
        lock (counting)
        {
            if (summaries.Find(dataset.Name) is { } meanwhile && meanwhile.Stamp == stamp) return meanwhile;
            try
            {
                DatasetSummary counted = Count(dataset, stamp, cancellation);
                summaries.Put(dataset.Name, counted);
                return counted;
            }
            catch (Exception e) when (e is InputException or AggregateException { InnerException: InputException })
            {
                return known; // The page's check says what is wrong with the split file, or with a folder.
            }
        }
    }

    private DatasetSummary Count(Dataset dataset, string stamp, CancellationToken cancellation)
    {
        ExamListing listing = Listing(dataset);
        int[] frames = new int[listing.Exams.Count];
        Parallel.For(0, frames.Length, new ParallelOptions { CancellationToken = cancellation },
            i => frames[i] = listing.Frames(listing.Exams[i].Name).Count);
        IReadOnlyDictionary<string, string>? known = Patients(dataset, listing, cancellation);
        return new DatasetSummary
        {
            Name = dataset.Name,
            Stamp = stamp,
            Splits =
            [
                .. listing.Exams.Zip(frames).GroupBy(pair => pair.First.Split).Select(split => new SplitCounts
                {
                    Name = split.Key,
                    Classes =
                        [.. Enumerable.Range(0, dataset.ClassNames.Count).Select(label => split.Count(pair => pair.First.Label == label))],
                    Unlabelled = split.Count(pair => pair.First.Label is null),
                    FramesPerExam = new SortedDictionary<int, int>(split.CountBy(pair => pair.Second).ToDictionary()),
                    Patients = known is null
                        ? null
                        : split.Select(pair => known.GetValueOrDefault(pair.First.Name)).OfType<string>().Distinct().Count(),
                }),
            ],
        };
    }

    private IReadOnlyDictionary<string, string>? Patients(Dataset dataset, ExamListing listing, CancellationToken cancellation)
    {
        try
        {
            return dataset.At(roots)
                .IndexOptions().Patients?.Assign(listing.Exams.GroupBy(exam => exam.Split)
                    .Select(split => (split.Key, split.Select(exam => exam.Name))), cancellation);
        }
        catch (InputException)
        {
            return null; // The check says so; the exams are counted all the same.
        }
    }

    private static string Stamp(Dataset dataset) =>
        $"{FileStamp(dataset.Split)} {dataset.Datadir} "
        + $"{dataset.ClassNames.Count.ToString(CultureInfo.InvariantCulture)} {dataset.Patients}";

    private static string FileStamp(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "gone";
    }
}
