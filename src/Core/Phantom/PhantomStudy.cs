using System.Runtime.ExceptionServices;
using Angioboard.Core.Files;

namespace Angioboard.Core.Phantom;

/// <summary>
/// A synthetic angiography study: side-by-side FA and ICGA frames in JPEG files and a split by patient, in the form of AngioReport.
/// The five classes (0 leakage, 1 staining, 2 no, 3 pooling, 4 window defect) differ in how a lesion's fluorescence behaves over
/// time; its final size and brightness have the same distributions, so that the last frame alone says little.
/// </summary>
public static class PhantomStudy
{
    /// <summary>True if <paramref name="folder"/> holds a whole study made with these options.</summary>
    public static bool Exists(string folder, PhantomOptions options) => new StudyFolder(folder).Holds(options);

    /// <summary>
    /// Makes the study in <paramref name="folder"/>, on all CPU cores; does nothing if it already exists, and starts again if it
    /// was interrupted. Until split.json is written last, the folder does not count as a study. The bytes depend only on the options,
    /// not on threads.
    /// </summary>
    /// <exception cref="InputException">
    /// Too few exams, a folder with other content or another study, an unwritable folder, or a full disk.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; the folder has no split.json.</exception>
    public static void Write(string folder, PhantomOptions options, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        options.Validate();
        StudyFolder study = new(folder);
        if (study.Holds(options)) return;
        study.Prepare(options);

        IReadOnlyList<PlannedExam> plan = PhantomPlan.Draw(options);
        string[] lastFrames = new string[plan.Count];
        Lock reporting = new();
        int done = 0;
        try
        {
            Parallel.For(0, plan.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                lastFrames[i] = WriteExam(folder, plan[i], options.Seed, cancellation);
                lock (reporting) progress?.Report(new("drawing exams", ++done, plan.Count));
            });
        }
        catch (AggregateException e)
        {
            // Several threads may report the same full disk: the first is enough.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        study.Finish([.. plan.Zip(lastFrames)]);
    }

    private static string WriteExam(string folder, PlannedExam exam, long seed, CancellationToken cancellation)
    {
        ExamScene scene = new(exam, seed);
        AtomicFile.CreateFolder(Path.Combine(folder, exam.Name));
        for (int frame = 0; frame < scene.Timing.Count; frame++)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] jpeg = scene.Frame(frame);
            AtomicFile.Write(Path.Combine(folder, exam.Name, $"{scene.Timing.Numbers[frame]}.jpg"), stream => stream.Write(jpeg));
        }
        return $"{exam.Name}/{scene.Timing.Numbers[^1]}.jpg";
    }
}
