using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Names;
using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Data.Exams;

/// <summary>Survey of a data set from its split file, folders and frame headers.</summary>
/// <param name="Splits">The splits in the file's order; exams of missing folders have no frames.</param>
/// <param name="Frames">Facts of the usable frames, by full path.</param>
/// <param name="Patients">Each exam's patient, if known.</param>
/// <param name="Problems">Problems that prevent use of the data.</param>
/// <param name="Warnings">Warnings for the user about usable data.</param>
internal sealed record ExamSurvey(
    IReadOnlyList<DataSplit> Splits,
    IReadOnlyDictionary<string, FrameFile> Frames,
    IReadOnlyDictionary<string, string>? Patients,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings)
{
    private const int NamedWarnings = 100;

    /// <summary>Surveys everything, whatever problems there are.</summary>
    public static ExamSurvey Take(
        string splitPath, string datadir, ExamIndexOptions options, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Problems problems = new(splitPath), warnings = new(splitPath);
        if (options.ClassNames is { } names && names.Count != options.NumClasses)
            problems.Add($"class-names: {names.Count} names for {options.NumClasses} classes; give one for each class, or set num-classes");

        GroupedSplit[] groups =
        [
            .. new SplitFile(splitPath, options.NumClasses, problems).Read()
                .Select(part => new GroupedSplit(part.Name, ExamGroup.Of(part.Entries))),
        ];
        new SplitRules(splitPath, options, problems, warnings).Check(groups);
        IReadOnlyDictionary<string, string>? patients = options.Patients?.Assign(
            groups.Select(split => (split.Name, split.Exams.Select(exam => exam.Name))), problems, cancellation);

        string root = Path.GetFullPath(datadir);
        NearNames near = new();
        Dictionary<string, ExamFolder> folders = ReadFolders(root, groups, options, near, progress, cancellation);
        AddFolderProblems(root, folders, near, problems);
        WarnOfFolders(root, folders, warnings);
        DataSplit[] splits =
        [
            .. groups.Select(split => new DataSplit(
                split.Name, [.. split.Exams.Select(exam => new Exam(exam.Name, exam.Label, folders[exam.Name].Frames))])),
        ];
        Dictionary<string, FrameFile> frames = folders.Values.SelectMany(folder => folder.Files).ToDictionary(file => file.Path);
        return new ExamSurvey(splits, frames, patients, problems, warnings);
    }

    private static Dictionary<string, ExamFolder> ReadFolders(
        string root, GroupedSplit[] splits, ExamIndexOptions options, NearNames near, IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        IGrouping<string, IReadOnlyList<string>>[] exams = splits.SelectMany(split => split.Exams)
            .ToLookup(exam => exam.Name, exam => exam.Frames).ToArray();
        ExamFolder[] folders = new ExamFolder[exams.Length];
        ParallelProgress done = new(progress, "reading frame headers", exams.Length);
        Parallel.For(0, exams.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            string[] listed = [.. exams[i].SelectMany(frames => frames).Distinct()];
            folders[i] = ExamFolder.Read(root, exams[i].Key, listed, options, near, cancellation);
            done.Step();
        });
        return exams.Zip(folders).ToDictionary(pair => pair.First.Key, pair => pair.Second);
    }

    private static void AddFolderProblems(string root, Dictionary<string, ExamFolder> folders, NearNames near, Problems problems)
    {
        // A wrong data folder is one problem, not one for each exam.
        if (folders.Count > 0 && !folders.Values.Any(folder => folder.Exists))
        {
            string first = folders.Keys.First();
            problems.Add(
                !Directory.Exists(root) ? $"{root}: this data folder does not exist; give the folder that the split's paths are relative to"
                : near.Folder(root, first) is { } other
                    ? $"{root}: holds none of the split's exams, such as {first}; {ExamFolder.Otherwise(first, other)}"
                : $"{root}: holds none of the split's exams, such as {first}; give the folder that the split's paths are relative to");
            return;
        }
        // A shortage of the system gives the same line for each folder.
        foreach (string problem in folders.Values.SelectMany(folder => folder.Problems).Distinct()) problems.Add(problem);
    }

    private static void WarnOfFolders(string root, Dictionary<string, ExamFolder> folders, Problems warnings)
    {
        string[] unused = [.. folders.Values.SelectMany(folder => folder.Warnings)];
        foreach (string warning in unused.Take(NamedWarnings)) warnings.Add(warning);
        if (unused.Length > NamedWarnings)
            warnings.Add($"{root}: {unused.Length - NamedWarnings} more warnings like these about unused files");

        string[] hidden = folders.SelectMany(folder => folder.Value.Hidden, (folder, name) => $"{folder.Key}/{name}").ToArray();
        if (hidden.Length > 0)
            warnings.Add($"{root}: hidden files and folders among the frames are ignored: {hidden.Length}, such as {hidden[0]}");

        FrameFile[] turned = [.. folders.Values.SelectMany(folder => folder.Files).Where(file => file.Orientation != 1)];
        if (turned.Length > 0)
        {
            warnings.Add(
                $"{root}: frames with an EXIF orientation other than 1: {turned.Length}, such as "
                    + $"{turned[0].Path} ({turned[0].Orientation}); "
                + "they are used as stored, although other programs may show them rotated");
        }
    }
}
