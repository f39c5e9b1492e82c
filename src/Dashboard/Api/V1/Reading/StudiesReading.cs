using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Studies.Results;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The studies, and how far they are.</summary>
internal static class StudiesReading
{
    public static void MapStudies(this RouteGroupBuilder api)
    {
        api.MapGet("/studies", List).WithTags(ReadingRoutes.Tag).WithSummary("List the studies");
        api.MapGet("/studies/{experiment}/{study}", Get).Produces<StudyDocument>().Produces(StatusCodes.Status304NotModified)
            .WithTags(ReadingRoutes.Tag).WithSummary("Get the plan of a study, and how far its runs are").Fails(404, 409);
    }

    private static StudyListDocument List(HttpContext context, StudyLibrary library, RunStore runs)
    {
        ILookup<string, Run> known = runs.All.Where(run => run is { Study: not null, Trashed: null })
            .ToLookup(run => $"{run.Experiment}/{run.Study!.Study}");
        return new StudyListDocument([.. library.Ids().Select(id => new StudyEntryDocument(
            id, $"{context.Request.PathBase}{ApiProblem.Root}/studies/{id}", StudyCountsDocument.Of([.. known[id]])))]);
    }

    private static IResult Get(
        string experiment, [FromRoute(Name = "study")] string name, HttpContext context, StudyLibrary library, RunStore runs,
        EnsembleLibrary ensembles, AngioboardOptions options)
    {
        string id = $"{experiment}/{name}";
        FoundStudy found = library.Find(id) ?? throw RefusedException.NoStudy(experiment, name);
        StudyDirectory study;
        try
        {
            study = library.Open(id);
        }
        catch (InputException e)
        {
            // Somebody has edited it. Paths on the server are shown only to users who can name files.
            throw new RefusedException(StatusCodes.Status409Conflict, context.User.MayLaunch()
                ? e.Problems
                : [.. e.Problems.Select(problem => problem.Replace($"{options.Results}/", "", StringComparison.Ordinal))]);
        }
        StudyRuns known = StudyRuns.Of(found, runs.All);
        bool hidden = SealedStudies.AreHidden(known, runs.Seals);
        string address = $"{context.Request.PathBase}{ApiProblem.Root}/studies/{id}";
        return Tagged.Answer(Document(id, study, RunsOfStudy.Of(runs, id), SearchedStudy.Judge(known, runs), context.User.MayLaunch()) with
        {
            Ensembles = [.. ensembles.Of(known).Select(ensemble => EnsembleDocument.Of(known, ensemble, address, hidden))],
        });
    }

    private static StudyDocument Document(string id, StudyDirectory study, IReadOnlyList<Run> known,
        IReadOnlyDictionary<string, SearchVerdict> verdicts, bool paths)
    {
        StudyPlan plan = study.Plan;
        ILookup<(string, int?, long), Run> made = known.ToLookup(run => (run.Study!.Variant, run.Study.Fold, run.Settings.Seed));
        return new StudyDocument
        {
            Id = id,
            Created = plan.CreatedAt.UtcDateTime,
            CreatedBy = plan.CreatedBy,
            Size = StudyPlanning.Words(plan),
            Metric = plan.Selection.Metric,
            Baseline = plan.Baseline,
            Search = plan.Search is { } search ? StudyPlanFile.Json(search) : null,
            Variants = [.. plan.Variants.Select(variant =>
                new StudyVariantDocument(variant.Name, paths ? variant.Settings : WithoutPaths(variant.Settings),
                    verdicts.GetValueOrDefault(variant.Name)?.Words, plan.Promoted.Contains(variant.Name)))],
            Folds = plan.Folds is { } folds ? [.. Enumerable.Range(0, folds.Count).Select(folds.NameOf)] : [],
            Seeds = plan.Seeds,
            Settings = paths
                ? plan.Settings
                : PathSettings.Change(plan.Settings, (name, value) => PathSettings.MayBePath(name, value) ? null : value),
            Progress = StudyCountsDocument.Of(known),
            Ensembles = [],
            Runs = [.. plan.Runs().Select(run => Of(run, made[(run.Variant, run.Fold, run.Seed)].LastOrDefault()))],
        };
    }

    private static StudyRunDocument Of(StudyRun run, Run? made) => new(run.Variant, run.Fold, run.Seed, made?.Id, made?.Status);

    private static JsonObject WithoutPaths(JsonObject settings) => new(settings.Select(setting => KeyValuePair.Create(setting.Key,
        setting.Value is JsonValue value && value.TryGetValue(out string? text) && PathSettings.MayBePath(setting.Key, text)
            ? null
            : setting.Value?.DeepClone())));
}
