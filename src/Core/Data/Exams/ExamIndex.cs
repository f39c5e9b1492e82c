using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Data.Exams;

/// <summary>The exams of a data set, by split, with nothing left that would stop their use.</summary>
/// <param name="Splits">The splits in the order of the file.</param>
/// <param name="Frames">Facts of every frame in the exams' folders, by full path.</param>
/// <param name="Warnings">What the user should know, a line each.</param>
/// <param name="Patients">Each exam's patient by the exam's name; null where <see cref="ExamIndexOptions.Patients"/> is.</param>
public sealed record ExamIndex(
    IReadOnlyList<DataSplit> Splits,
    IReadOnlyDictionary<string, FrameFile> Frames,
    IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, string>? Patients)
{
    /// <summary>
    /// Reads a split file and finds its exams' frames. An exam is the folder of a frame's path, once a split, where it first stands, with
    /// the label that stands last; its frames are all JPEGs in the folder, by number. Headers are read, pictures decoded only where the
    /// file does not end as a whole JPEG does.
    /// </summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The folder that the split's paths start from.</param>
    /// <param name="options">What to check against.</param>
    /// <param name="progress">Told of each exam that is done.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="InputException">The data cannot be used; it names every problem found.</exception>
    public static ExamIndex Read(
        string splitPath,
        string datadir,
        ExamIndexOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ExamSurvey survey = ExamSurvey.Take(splitPath, datadir, options, progress, cancellation);
        return survey.Problems.Count == 0
            ? new ExamIndex(survey.Splits, survey.Frames, survey.Warnings, survey.Patients)
            : throw new InputException(survey.Problems);
    }
}
