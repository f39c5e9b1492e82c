using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;

namespace Angioboard.Core.Tests.Data;

/// <summary>The golden exams, by name; labels 0, 1, 2, 3, 4, null, 0, 1.</summary>
internal static class GoldenExams
{
    public static FrameOptions Options { get; } = new(Modality.FA, 50, 4, FrameSpan.Uniform, 48);

    public static Exam[] All { get; } =
    [
        .. Directory.GetDirectories(GoldenFiles.Path("exams", "Train", "Train")).Order(StringComparer.Ordinal)
            .Select((folder, i) => Of(folder, i == 5 ? null : i % 5 == 0 ? 0 : i % 5)),
    ];

    /// <summary>The exam with its frames in a folder.</summary>
    public static Exam Of(string folder, int? label) => new(
        Path.GetFileName(folder),
        label,
        [.. Directory.GetFiles(folder).OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file)))]);

    /// <summary>A copy of an exam's files, for tests that break or remove them.</summary>
    public static Exam CopyTo(TemporaryFolder folder, Exam exam)
    {
        string target = Directory.CreateDirectory(folder.File(exam.Name)).FullName;
        foreach (string frame in exam.Frames) File.Copy(frame, Path.Combine(target, Path.GetFileName(frame)));
        return Of(target, exam.Label);
    }
}
