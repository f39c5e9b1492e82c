using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks.Programs;

/// <summary>A phantom dataset on the disk, made once, from which benchmarks take the exams that they need.</summary>
internal sealed class BenchmarkStudy
{
    // This leaves more than two hundred for training after a fifth is kept for validation.
    private const int AllExams = 260;

    private BenchmarkStudy(string folder, StudyExam[] train, StudyExam[] validation) =>
        (Folder, Train, Validation) = (folder, train, validation);

    /// <summary>Its folder; paths in split files are relative to it.</summary>
    public string Folder { get; }

    /// <summary>Exams to train on.</summary>
    public IReadOnlyList<StudyExam> Train { get; }

    /// <summary>Exams of other patients.</summary>
    public IReadOnlyList<StudyExam> Validation { get; }

    /// <summary>Makes the study, or uses the existing one.</summary>
    public static BenchmarkStudy Draw(BenchmarkOptions options)
    {
        string folder = Path.Combine(options.Scratch, "study");
        PhantomStudy.Write(folder, new PhantomOptions(AllExams, Seed: 1), null, CancellationToken.None);
        JsonObject split = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "split.json")))!.AsObject();
        return new BenchmarkStudy(folder, [.. Exams(folder, split, "train"), .. Exams(folder, split, "test")],
            Exams(folder, split, "validation"));
    }

    /// <summary>Writes a split file; returns its path.</summary>
    public string Split(string name, IEnumerable<StudyExam> train, IEnumerable<StudyExam> validation)
    {
        string path = Path.Combine(Folder, $"{name}.json");
        object[][] Entries(IEnumerable<StudyExam> exams) => [.. exams.Select(exam => new object[] { exam.Frame, exam.Label })];
        File.WriteAllText(path, JsonSerializer.Serialize(new { train = Entries(train), validation = Entries(validation) }));
        return path;
    }

    /// <summary>The same exams several times, in separate folders that share the files.</summary>
    public IEnumerable<StudyExam> Copies(IReadOnlyList<StudyExam> exams, int times) =>
        Enumerable.Range(0, times).SelectMany(time => exams.Select(exam => Copy(exam, time)));

    private StudyExam Copy(StudyExam exam, int time)
    {
        string original = Path.GetDirectoryName(exam.Frame)!, copy = Path.Combine("Copies", $"{time}", original);
        string link = Path.Combine(Folder, copy);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        if (!Directory.Exists(link)) Directory.CreateSymbolicLink(link, Path.Combine(Folder, original));
        return exam with { Frame = Path.Combine(copy, Path.GetFileName(exam.Frame)) };
    }

    private static StudyExam[] Exams(string folder, JsonObject split, string part) =>
    [
        .. split[part]!.AsArray().Select(entry =>
        {
            string frame = (string)entry![0]!;
            return new StudyExam(frame, (int)entry[1]!, Directory.GetFiles(Path.Combine(folder, Path.GetDirectoryName(frame)!)).Length);
        }),
    ];
}
