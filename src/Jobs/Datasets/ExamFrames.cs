using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Data.Transforms;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Datasets;

/// <summary>
/// An exam's frames and the part of them that may be shown, for a registered data set or for the data that a run was trained on.
/// </summary>
/// <param name="Listing">The exams.</param>
/// <param name="Modality">Half of the frame.</param>
/// <param name="Strip">Height of the burnt-in strip, which names patients, in pixels.</param>
/// <param name="Selection">Which of so many frames a model uses; null for a data set.</param>
public sealed record ExamFrames(ExamListing Listing, Modality Modality, int Strip, Func<int, IReadOnlyList<int>>? Selection = null)
{
    /// <summary>The registered dataset that the exams belong to; null for none.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>Names of the classes in the order of their labels.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Each exam's patient; null where not known.</summary>
    internal Func<IReadOnlyDictionary<string, string>?> Patients { get; init; } = () => null;

    /// <summary>What is known of an exam; null if there is none of this name.</summary>
    /// <param name="exam">The exam's name.</param>
    /// <param name="asTabled">
    /// Whether a patient is named as a table names them. Others see a patient's name only where it is a part of the exam's.
    /// </param>
    public ExamFacts? Facts(string exam, bool asTabled)
    {
        if (Listing.Find(exam) is not { } listed) return null;
        IReadOnlyDictionary<string, string>? patients = Patients();
        string? patient = patients?.GetValueOrDefault(exam);
        IEnumerable<string> names = Listing.Exams.Select(other => other.Name).Distinct().Where(other => other != exam);
        string[] others = patient is null ? [] : [.. names.Where(other => patients!.GetValueOrDefault(other) == patient)];
        bool named = asTabled || Dataset?.Patients is { } source && !PatientMap.NamesFile(source);
        return new ExamFacts(exam, listed.Split, ClassOf(listed.Label), named ? patient : null, others);
    }

    private string? ClassOf(int? label) => label is not { } c ? null : c < ClassNames.Count ? ClassNames[c] : $"{c}";

    /// <summary>The frame's file, or null: names and numbers lead only to what the split names.</summary>
    public string? File(string exam, int index) =>
        Listing.Frames(exam) is var frames && index >= 0 && index < frames.Count ? frames[index] : null;
}

/// <summary>Finds frames of exams by the name of a data set or the id of a run.</summary>
public sealed class ExamFrameSource(DatasetCatalog catalog, DatasetStore datasets, RunStore runs)
{
    /// <summary>Those of a registered data set; null if there is none of this name.</summary>
    /// <exception cref="InputException">Its split file cannot be read.</exception>
    public ExamFrames? OfDataset(string name) => datasets.Find(name) is { } dataset
        ? new ExamFrames(catalog.Listing(dataset), dataset.Modality, dataset.Strip)
        {
            Dataset = dataset,
            ClassNames = dataset.ClassNames,
            Patients = () => catalog.Patients(dataset),
        }
        : null;

    /// <summary>Those of a run; null if there is none of this id.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="asTrained">
    /// Whether to show as much of the frames as the run was trained on. Users who may not see whole frames never see more than the
    /// dataset's registration allows: a run's strip is a setting like any other, and patients' names may be below it.
    /// </param>
    /// <exception cref="InputException">Its split file cannot be read.</exception>
    public ExamFrames? OfRun(string id, bool asTrained)
    {
        if (runs.Find(id) is not { } run) return null;
        RunSettings settings = run.Settings;
        // Its settings only name what that user wrote, who may not be allowed to see it.
        if (run.OtherUser is not null && !datasets.All().Any(dataset => dataset.Datadir == settings.Datadir))
            throw new InputException(
                $"{run.Title}: is another user's of this box, whose frames are shown where they are a registered dataset's; register "
                    + $"{settings.Datadir} first");
        Dataset? registered = Registered(settings);
        return new ExamFrames(
            catalog.Listing(run), settings.Modality,
            asTrained ? settings.Strip : Math.Max(settings.Strip, RegisteredStrip(settings.Datadir)),
            frames => FrameSelection.Select(frames, settings.MaxFrames, settings.MaxFramesSpan))
        {
            Dataset = registered,
            ClassNames = settings.ClassNames ?? [],
            Patients = () => registered is null ? null : catalog.Patients(registered),
        };
    }

    // Several datasets may share a folder of frames: the one with the run's split file comes first.
    private Dataset? Registered(RunSettings settings) =>
        datasets.All().Where(dataset => dataset.Datadir == settings.Datadir)
            .OrderByDescending(dataset => dataset.Split == settings.Split).FirstOrDefault();

    private int RegisteredStrip(string? datadir) =>
        datasets.All().Where(dataset => dataset.Datadir == datadir).Select(dataset => dataset.Strip)
            .DefaultIfEmpty(new RunSettings().Strip).Max();
}
