using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Datasets;

/// <summary>Where an exam's frames are and which part of them may be shown: of a registered data set, or of what a run was trained on.</summary>
/// <param name="Listing">The exams.</param>
/// <param name="Modality">Half of the frame.</param>
/// <param name="Strip">Height of the burnt-in strip, which names patients, in pixels.</param>
/// <param name="Selection">Which of so many frames a model sees; null for a data set.</param>
public sealed record ExamFrames(ExamListing Listing, Modality Modality, int Strip, Func<int, IReadOnlyList<int>>? Selection = null)
{
    /// <summary>The frame's file, or null: names and numbers lead only to what the split names.</summary>
    public string? File(string exam, int index) => Listing.Frames(exam) is var frames && index >= 0 && index < frames.Count ? frames[index] : null;
}

/// <summary>Finds the frames of exams by the name of a data set or a run.</summary>
public sealed class ExamFrameSource(DatasetCatalog catalog, DatasetStore datasets, RunStore runs)
{
    /// <summary>Those of a registered data set; null if there is none of this name.</summary>
    /// <exception cref="InputException">Its split file cannot be read.</exception>
    public ExamFrames? OfDataset(string name) => datasets.Find(name) is { } dataset
        ? new ExamFrames(catalog.Listing(dataset), dataset.Modality, dataset.Strip)
        : null;

    /// <summary>Those of a run; null if there is none of this id.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="asTrained">
    /// Whether as much of the frames is shown as the run was trained on. Who may not see whole frames is never shown more than the dataset's registration
    /// lets them see: a run's strip is a setting like others, and patients' names may stand below it.
    /// </param>
    /// <exception cref="InputException">Its split file cannot be read.</exception>
    public ExamFrames? OfRun(string id, bool asTrained)
    {
        if (runs.Find(id) is not { } run) return null;
        RunSettings settings = run.Settings;
        // What its settings name is only what that user wrote, who need not be allowed to see it.
        if (run.OtherUser is not null && !datasets.All().Any(dataset => dataset.Datadir == settings.Datadir))
            throw new InputException($"{run.Title}: is another user's of this box, whose frames are shown where they are a registered dataset's; register {settings.Datadir} first");
        return new ExamFrames(
            catalog.Listing(run), settings.Modality, asTrained ? settings.Strip : Math.Max(settings.Strip, RegisteredStrip(settings.Datadir)), frames => FrameSelection.Select(frames, settings.MaxFrames, settings.MaxFramesSpan));
    }

    private int RegisteredStrip(string? datadir) =>
        datasets.All().Where(dataset => dataset.Datadir == datadir).Select(dataset => dataset.Strip).DefaultIfEmpty(new RunSettings().Strip).Max();
}
