using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Data.Exams;

/// <summary>An exam as a split file names it.</summary>
/// <param name="Name">The frames' folder, relative to the data folder.</param>
/// <param name="Split">The split that it stands in.</param>
/// <param name="Label">The class, from 0; null where the split gives none.</param>
public sealed record ListedExam(string Name, string Split, int? Label);

/// <summary>
/// The exams that a split file names, for looking at them one by one: what is wrong with others is passed over, and no frame is opened.
/// <see cref="ExamIndex"/> is what training and checks read.
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

    /// <summary>What of the frames may be shown: files of the data folder. A link may lead to another place within it, and not out of it.</summary>
    public OpenRule Rule => FrameSource.Any with { Beneath = root };

    /// <summary>The exams in the order of the file, split by split.</summary>
    public IReadOnlyList<ListedExam> Exams { get; }

    /// <summary>The names of the splits that have exams, in the order of the file.</summary>
    public IReadOnlyList<string> Splits => [.. Exams.Select(exam => exam.Split).Distinct()];

    /// <summary>Reads a split file.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The folder that its paths start from.</param>
    /// <param name="numClasses">Labels run from 0 to one less than this.</param>
    /// <exception cref="InputException">Nothing can be read from it.</exception>
    public static ExamListing Read(string splitPath, string datadir, int numClasses)
    {
        Problems problems = new(splitPath);
        ListedExam[] exams =
        [
            .. new SplitFile(splitPath, numClasses, problems).Read()
                .SelectMany(part => ExamGroup.Of(part.Entries), (part, exam) => new ListedExam(exam.Name, part.Name, exam.Label)),
        ];
        return exams.Length > 0 || problems.Count == 0 ? new ExamListing(Path.GetFullPath(datadir), exams) : throw new InputException(problems);
    }

    /// <summary>The exam of this name, in the first split that has it; null for none.</summary>
    public ListedExam? Find(string exam) => byName.GetValueOrDefault(exam);

    /// <summary>Full paths of an exam's frames by number, whether they can be decoded or not; none where the folder or the exam is not there.</summary>
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
            // Not there, or a name that no folder can have.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(SystemFault.Line(folder, e, "make the folder readable"), e);
        }
    }
}
