using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Data.Exams;

/// <summary>The validated exams of a data set, by split.</summary>
/// <param name="Splits">The splits in the order of the file.</param>
/// <param name="Frames">Facts of every frame in the exams' folders, by full path.</param>
/// <param name="Warnings">Warnings for the user, one line each.</param>
/// <param name="Patients">Each exam's patient by the exam's name; null if <see cref="ExamIndexOptions.Patients"/> is.</param>
public sealed record ExamIndex(
    IReadOnlyList<DataSplit> Splits,
    IReadOnlyDictionary<string, FrameFile> Frames,
    IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, string>? Patients)
{
    /// <summary>
    /// Reads a split file and finds its exams' frames. An exam is the folder of a frame's path. Each split lists it once, at the place of
    /// its first entry and with the label of its last entry; its frames are all JPEGs in the folder, by number. Only headers are read; a
    /// picture is decoded only if its file does not end like a complete JPEG.
    /// </summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The data folder: the split's paths are relative to it.</param>
    /// <param name="options">The options to check with.</param>
    /// <param name="progress">Receives the progress after each exam.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="InputException">The data cannot be used; all problems are listed.</exception>
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
