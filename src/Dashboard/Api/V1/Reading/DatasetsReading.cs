using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The registered datasets.</summary>
internal static class DatasetsReading
{
    public static void MapDatasets(this RouteGroupBuilder api) =>
        api.MapGet("/datasets", ListAsync).WithTags(ReadingRoutes.Tag).WithSummary("List the registered datasets");

    private static async Task<DatasetListDocument> ListAsync(
        DatasetStore datasets, DatasetCatalog catalog, DatasetRegistration registration, DatasetVersions versions, DataRoots roots,
        RunStore runs, HttpContext context)
    {
        List<DatasetDocument> documents = [];
        foreach (Dataset dataset in datasets.All())
        {
            DatasetSummary? counts = await catalog.SummaryAsync(dataset.Name, context.RequestAborted);
            documents.Add(Of(dataset, counts, DatasetState.Of(dataset, roots), context.User.MayLaunch()) with
            {
                Version = versions.Of(dataset)[^1].Number,
                CheckProblems = registration.Report(dataset.Name)?.ProblemCount,
                TestSealed = runs.Seals.Find(dataset.Name) is { IsClosed: true },
            });
        }
        return new DatasetListDocument(documents);
    }

    private static DatasetDocument Of(Dataset dataset, DatasetSummary? counts, DatasetState state, bool mayLaunch) => new()
    {
        Name = dataset.Name,
        Owner = dataset.Owner,
        Registered = dataset.Registered.UtcDateTime,
        Version = 1,
        ClassNames = dataset.ClassNames,
        Modality = dataset.Modality,
        Strip = dataset.Strip,
        Ready = state.Ready,
        Problem = state.Problem is { } problem && !mayLaunch ? DatasetLines.ForViewers(dataset, problem) : state.Problem,
        TestSealed = false,
        Exams = counts?.Exams,
        Frames = counts?.AllFrames,
        Splits = counts is null ? null : [.. counts.Splits.Select(split => new SplitDocument(
            split.Name, split.Exams, split.Frames(null), split.Classes, split.Unlabelled, split.Patients))],
        // Paths on the server are shown only to users who can name files.
        Split = mayLaunch ? dataset.Split : null,
        Datadir = mayLaunch ? dataset.Datadir : null,
        Patients = mayLaunch ? dataset.Patients : null,
    };
}
