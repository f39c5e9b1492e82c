using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Data.Exams;

/// <summary>An exam in a split file.</summary>
/// <param name="Name">The frames' folder, relative to the data folder.</param>
/// <param name="Split">Its split.</param>
/// <param name="Label">The class, from 0; null if the split gives none.</param>
public sealed record ListedExam(string Name, string Split, int? Label);

/// <summary>
/// The exams in a split file, for viewing them individually: faults of other exams are ignored, and no frame is opened.
/// Training and checks use <see cref="ExamIndex"/>.
/// </summary>
public sealed class ExamListing
{
    private readonly string root;
    private readonly Dictionary<string, ListedExam> byName;

    private ExamListing(string root, IReadOnlyList<ListedExam> exams)
    {
        this.root = root;
        Exams = exams;
        byName = exams.GroupBy(exam => exam.Name).ToDictionary(same => same.Key, same => same.First());
    }

    /// <summary>
    /// The frames that may be shown: files of the data folder. Links may point to other places inside it, but not outside.
    /// </summary>
    public OpenRule Rule => FrameSource.Any with { Beneath = root };

    /// <summary>The exams in the order of the file, split by split.</summary>
    public IReadOnlyList<ListedExam> Exams { get; }

    /// <summary>The names of the splits that have exams, in the order of the file.</summary>
    public IReadOnlyList<string> Splits => [.. Exams.Select(exam => exam.Split).Distinct()];

    /// <summary>Reads a split file.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The data folder: its paths are relative to it.</param>
    /// <param name="numClasses">Labels run from 0 to one less than this.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static ExamListing Read(string splitPath, string datadir, int numClasses)
    {
        Problems problems = new(splitPath);
        ListedExam[] exams =
        [
            .. new SplitFile(splitPath, numClasses, problems).Read()
                .SelectMany(part => ExamGroup.Of(part.Entries), (part, exam) => new ListedExam(exam.Name, part.Name, exam.Label)),
        ];
        return exams.Length > 0 || problems.Count == 0
            ? new ExamListing(Path.GetFullPath(datadir), exams)
            : throw new InputException(problems);
    }

    /// <summary>The exam of this name, in the first split that has it; null for none.</summary>
    public ListedExam? Find(string exam) => byName.GetValueOrDefault(exam);

    /// <summary>Full paths of an exam's frames by number, decodable or not; none if the folder or the exam does not exist.</summary>
    /// <exception cref="InputException">The system does not let the folder be read.</exception>
    public IReadOnlyList<string> Frames(string exam)
    {
        if (!byName.ContainsKey(exam)) return [];
        string folder = Path.Combine(root, exam);
        try
        {
            return [.. ExamFolder.Number(folder, FolderEntries.Of(folder), []).Select(name => Path.Combine(folder, name))];
        }
        catch (Exception e) when (e is DirectoryNotFoundException or PathTooLongException or ArgumentException)
        {
            // It does not exist, or its name cannot be a folder's.
            return [];
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(SystemFault.Line(folder, e, "make the folder readable"), e);
        }
    }
}
