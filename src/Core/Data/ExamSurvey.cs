namespace Angioboard.Core.Data;

/// <summary>All that can be told of a data set from its split file, its folders and the headers of its frames.</summary>
/// <param name="Splits">The splits in the file's order; exams of missing folders have no frames.</param>
/// <param name="Frames">Facts of the usable frames, by full path.</param>
/// <param name="Patients">Each exam's patient, where known.</param>
/// <param name="Problems">What keeps the data from being used.</param>
/// <param name="Warnings">What the user should know, though the data can be used.</param>
internal sealed record ExamSurvey(
    IReadOnlyList<DataSplit> Splits,
    IReadOnlyDictionary<string, FrameFile> Frames,
    IReadOnlyDictionary<string, string>? Patients,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Looks at everything, whatever is wrong.</summary>
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
        var patients = options.Patients?.Assign(
            groups.Select(split => (split.Name, split.Exams.Select(exam => exam.Name))), problems);

        string root = Path.GetFullPath(datadir);
        Dictionary<string, ExamFolder> folders = ReadFolders(root, groups, options, progress, cancellation);
        AddFolderProblems(root, folders, problems);
        DataSplit[] splits =
        [
            .. groups.Select(split => new DataSplit(
                split.Name, [.. split.Exams.Select(exam => new Exam(exam.Name, exam.Label, folders[exam.Name].Frames))])),
        ];
        var frames = folders.Values.SelectMany(folder => folder.Files).ToDictionary(file => file.Path);
        return new ExamSurvey(splits, frames, patients, problems, warnings);
    }

    private static Dictionary<string, ExamFolder> ReadFolders(
        string root, GroupedSplit[] splits, ExamIndexOptions options, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var exams = splits.SelectMany(split => split.Exams).ToLookup(exam => exam.Name, exam => exam.Frames).ToArray();
        ExamFolder[] folders = new ExamFolder[exams.Length];
        ParallelProgress done = new(progress, "reading frame headers", exams.Length);
        Parallel.For(0, exams.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            string[] listed = [.. exams[i].SelectMany(frames => frames).Distinct()];
            folders[i] = ExamFolder.Read(Path.Combine(root, exams[i].Key), listed, options, cancellation);
            done.Step();
        });
        return exams.Zip(folders).ToDictionary(pair => pair.First.Key, pair => pair.Second);
    }

    private static void AddFolderProblems(string root, Dictionary<string, ExamFolder> folders, Problems problems)
    {
        // A wrong data folder is one problem, not one for each exam.
        if (folders.Count > 0 && !folders.Values.Any(folder => folder.Exists))
        {
            string first = folders.Keys.First();
            problems.Add(Directory.Exists(root)
                ? $"{root}: holds none of the split's exams, such as {first}; give the folder that the split's paths start from"
                : $"{root}: there is no such data folder; give the folder that the split's paths start from");
            return;
        }
        foreach (string problem in folders.Values.SelectMany(folder => folder.Problems)) problems.Add(problem);
    }
}
