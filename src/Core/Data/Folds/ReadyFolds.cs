namespace Angioboard.Core.Data.Folds;

/// <summary>Folds that somebody has divided already: one split file a fold, each with train, validation and test.</summary>
public static class ReadyFolds
{
    private static readonly string[] names = [Fold.TrainPart, Fold.ValidationPart, Fold.TestPart];

    /// <summary>
    /// Reads and checks the files of a study's folds. Their tests may leave exams out (<see cref="FoldSet.LeftOut"/>) but not overlap, by
    /// exam or by patient.
    /// </summary>
    /// <param name="paths">The files, two or more, in the order of the folds.</param>
    /// <param name="options">The classes and the patients.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">The files cannot be used as folds; all problems are listed, each with its file.</exception>
    public static FoldSet Read(IReadOnlyList<string> paths, FoldOptions options, CancellationToken cancellation = default)
    {
        if (paths.Count is < 2 or > FoldRules.Most)
            throw new InputException($"folds: {paths.Count} fold files; give 2 to {FoldRules.Most}, one for each fold");
        return Check(paths, options, cancellation);
    }

    /// <summary>Reads a single split file as the only fold, such as the one whose train part a learning curve thins out.</summary>
    /// <exception cref="InputException">It lacks a part, or a patient is in two; all problems are listed.</exception>
    public static Fold Single(string path, FoldOptions options, CancellationToken cancellation = default) =>
        Check([path], options, cancellation).Folds[0];

    private static FoldSet Check(IReadOnlyList<string> paths, FoldOptions options, CancellationToken cancellation)
    {
        Problems problems = new("folds");
        foreach (IGrouping<string, string> same in paths.GroupBy(path => Path.GetFullPath(path)).Where(same => same.Count() > 1))
            problems.Add($"{same.First()}: is named {same.Count()} times; name each fold's file once");
        (string Path, IReadOnlyList<FoldPart> Parts)[] files =
            [.. paths.Distinct().Select(path => (path, FoldParts.Read(path, options, problems)))];
        IReadOnlyDictionary<string, string>? patients = options.Patients?.Assign(
            [("", files.SelectMany(file => file.Parts).SelectMany(part => part.Exams).Select(exam => exam.Name).Distinct())],
            problems, cancellation);

        // The reason why nothing could be read is among the problems.
        FoldFile[] folds =
        [
            .. files.Where(file => file.Parts.Count > 0).Select(file => new FoldFile(file.Path,
                [.. file.Parts.Select(part => part with { Exams = FoldParts.WithPatients(part.Exams, patients) })])),
        ];
        foreach (FoldFile file in folds) file.Check(names, problems);
        FoldAgreement.Check(folds, options, problems);
        if (problems.Count > 0) throw new InputException(problems);

        Fold[] read = [.. folds.Select((file, number) => file.AsFold(Fold.NameOf(number)))];
        HashSet<string> tested = [.. read.SelectMany(fold => fold.Test).Select(exam => exam.Name)];
        int all = read.SelectMany(fold => fold.Parts).SelectMany(part => part.Exams).Select(exam => exam.Name).Distinct().Count();
        return new FoldSet
        {
            Folds = read,
            LeftOut = all - tested.Count,
            Warnings =
            [
                .. all > tested.Count && read.Length > 1
                    ? [$"{all - tested.Count} of {all} exams are in no fold's test, so the study gives no result for them"]
                    : Array.Empty<string>(),
                .. FoldRules.Warnings(read, options),
            ],
        };
    }
}
