using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Requests;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>Makes studies, adds to them, and steers their runs together.</summary>
internal static class StudyChanges
{
    /// <summary>The address of a study.</summary>
    public const string OfStudy = "/studies/{experiment}/{study}";

    /// <summary>What the API's description calls these endpoints.</summary>
    public const string Tag = "Changing studies";

    private const string Json = "application/json";

    private delegate Task<StudySteps> Steer(StudyControl control, Actor actor, string id, CancellationToken cancellation);

    public static void MapStudyChanges(this RouteGroupBuilder api)
    {
        api.MapPost("/studies", MakeAsync).WithTags(Tag).WithSummary("Make a study and launch its runs")
            .WithDescription("With the same Idempotency-Key, an equal request makes nothing more and gets the runs of the first.")
            .Accepts<StudyBody>(Json).Fails(400, 415, 422, 503);
        RouteGroupBuilder study = api.MapGroup(OfStudy).WithTags(Tag);
        study.MapPost("/launch", LaunchAsync).WithSummary("Make and queue the runs that a study lacks")
            .Accepts<LaunchChoice>(isOptional: true, Json).Fails(400, 404, 409, 415, 422, 503);
        study.MapPost("/add", AddAsync).WithSummary("Add seeds, variants or fold files to a study, and queue the runs that it then lacks")
            .Accepts<StudyMore>(Json).Fails(400, 404, 409, 415, 422, 503);
        study.Map("pause", "Hold the waiting runs of a study back, and let its trainers save a checkpoint and end",
            (control, actor, id, cancellation) => control.PauseAsync(actor, id, cancellation));
        study.Map("continue", "Put the paused runs of a study back in line",
            (control, actor, id, cancellation) => control.GoOnAsync(actor, id, cancellation));
        study.Map("stop", "Take the waiting runs of a study out of the queue, and end its trainers",
            (control, actor, id, cancellation) => control.StopAsync(actor, id, cancellation));
        study.MapPost("/promote", PromoteAsync).WithSummary("Let variants go on that the search of a study holds")
            .Accepts<PromotedVariants>(Json).Fails(400, 404, 409, 415, 422, 503);
    }

    private static void Map(this RouteGroupBuilder study, string verb, string summary, Steer steer) => study.MapPost($"/{verb}",
        async (string experiment, [FromRoute(Name = "study")] string name, HttpContext context, StudyControl control,
            StudyLibrary library) =>
        {
            string id = Find(library, experiment, name);
            return Document(id, await ByStateAsync(() => steer(control, context.Actor(), id, context.RequestAborted), IsOfState));
        }).WithSummary(summary).Fails(404, 409, 503);

    private static async Task<Ok<StudyStepsDocument>> PromoteAsync(
        string experiment, [FromRoute(Name = "study")] string name, HttpContext context, StudyControl control, StudyLibrary library)
    {
        string id = Find(library, experiment, name);
        JsonBody body = await JsonBody.ReadAsync(context, "variants");
        IReadOnlyList<string>? variants = body.Texts("variants");
        if (variants is null or []) body.Add("variants: is missing; give a list of the variants' names");
        body.Require();
        return Document(id, await ByStateAsync(() => control.PromoteAsync(context.Actor(), id, variants!, context.RequestAborted),
            e => e is StudyHeldException));
    }

    private static async Task<Created<LaunchedStudyDocument>> MakeAsync(
        [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext context, DatasetStore datasets, ApiLaunches launches,
        StudyLauncher launcher)
    {
        JsonBody body = await JsonBody.ReadAsync(context, StudyBody.Fields);
        LaunchedRuns launched = await launches.StudyAsync(
            context.Actor(), mark => launcher.MakeAsync(
                context.Actor(), StudyBody.Read(body, datasets) with { Mark = mark }, context.RequestAborted),
            key, context.Request.Path, body.Hash, context.RequestAborted);
        LaunchedStudyDocument document = Document(launched, context);
        return TypedResults.Created(document.Url, document);
    }

    private static async Task<Ok<LaunchedStudyDocument>> LaunchAsync(
        string experiment, [FromRoute(Name = "study")] string name, [FromHeader(Name = "Idempotency-Key")] string? key,
        HttpContext context, ApiLaunches launches, StudyLauncher launcher, StudyLibrary library)
    {
        string id = Find(library, experiment, name), hash = "";
        bool again = false;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            JsonBody body = await JsonBody.ReadAsync(context, "again");
            (again, hash) = (body.Flag("again") ?? false, body.Hash);
            body.Require();
        }
        LaunchedRuns launched = await ByStateAsync(() => launches.StudyAsync(
            context.Actor(), mark => launcher.LaunchAsync(context.Actor(), id, again, mark, context.RequestAborted),
            key, context.Request.Path, hash, context.RequestAborted), IsOfState);
        return TypedResults.Ok(Document(launched, context));
    }

    private static async Task<Ok<LaunchedStudyDocument>> AddAsync(
        string experiment, [FromRoute(Name = "study")] string name, [FromHeader(Name = "Idempotency-Key")] string? key,
        HttpContext context, ApiLaunches launches, StudyLauncher launcher, StudyLibrary library)
    {
        string id = Find(library, experiment, name);
        JsonBody body = await JsonBody.ReadAsync(context, [.. VariantBody.Fields, "seeds", "fold_files"]);
        // A study that was edited by hand takes nothing, whatever is asked for.
        await ByStateAsync(() => Task.FromResult(library.Open(id)), IsOfState);
        StudyAddition addition = new()
        {
            Variants = VariantBody.Read(body), Seeds = body.Longs("seeds") ?? [], FoldFiles = body.Texts("fold_files") ?? [],
        };
        body.Require();
        LaunchedRuns launched = await ByStateAsync(() => launches.StudyAsync(
            context.Actor(), mark => launcher.AddAsync(context.Actor(), id, addition, mark, context.RequestAborted),
            key, context.Request.Path, body.Hash, context.RequestAborted), e => e is StudyHeldException);
        return TypedResults.Ok(Document(launched, context));
    }

    private static string Find(StudyLibrary library, string experiment, string name) => library.Find($"{experiment}/{name}") is null
        ? throw RefusedException.NoStudy(experiment, name)
        : $"{experiment}/{name}";

    private static Ok<StudyStepsDocument> Document(string id, StudySteps steps) => TypedResults.Ok(new StudyStepsDocument(
        id, steps.Words, steps.Changed, steps.Finished, steps.Of, steps.Refused));

    private static LaunchedStudyDocument Document(LaunchedRuns launched, HttpContext context) => new(
        launched.Study, $"{context.Request.PathBase}{ApiProblem.Root}/studies/{launched.Study}",
        [.. launched.Runs.Select(run => RunState.Of(run, context))], [.. launched.Again.Select(run => RunState.Of(run, context))],
        launched.Warnings);

    // Without anything to choose in it, the request is fine, and it is the study's state that does not allow it.
    private static bool IsOfState(InputException e) => e is not (NotAllowedException or DatabaseTroubleException or RefusedException);

    private static async Task<T> ByStateAsync<T>(Func<Task<T>> act, Func<InputException, bool> isOfState)
    {
        try
        {
            return await act();
        }
        catch (InputException e) when (isOfState(e))
        {
            throw new RefusedException(StatusCodes.Status409Conflict, e.Problems);
        }
    }
}

/// <summary>What to launch of a study.</summary>
/// <param name="Again">Whether runs that failed, diverged or were stopped are queued again too.</param>
internal sealed record LaunchChoice(bool? Again);

/// <summary>What to let go on of a study that searches.</summary>
/// <param name="Variants">The names of the variants.</param>
internal sealed record PromotedVariants(IReadOnlyList<string> Variants);

/// <summary>What to add to a study.</summary>
/// <param name="Vary">Settings with several values: a variant for each combination.</param>
/// <param name="Variants">Or: variants with a name and the settings that differ.</param>
/// <param name="Random">Or: a number of variants with random values.</param>
/// <param name="Seeds">More seeds.</param>
/// <param name="FoldFiles">More split files of this server, in a study of fold files; for administrators.</param>
internal sealed record StudyMore(
    Dictionary<string, System.Text.Json.Nodes.JsonArray>? Vary, IReadOnlyList<VariantChoice>? Variants, RandomChoice? Random,
    IReadOnlyList<long>? Seeds, IReadOnlyList<string>? FoldFiles);

/// <summary>A study after a launch.</summary>
/// <param name="Id">Its id: <c>experiment/Study_N</c>.</param>
/// <param name="Url">Where to read more.</param>
/// <param name="Runs">The runs that were made.</param>
/// <param name="Again">The runs that were queued again.</param>
/// <param name="Warnings">What the user should know about them, one line each.</param>
internal sealed record LaunchedStudyDocument(
    string Id, string Url, IReadOnlyList<RunState> Runs, IReadOnlyList<RunState> Again, IReadOnlyList<string> Warnings);

/// <summary>What was done to the runs of a study.</summary>
/// <param name="Id">The study's id.</param>
/// <param name="Words">The same in a line.</param>
/// <param name="Changed">How many runs it was done to.</param>
/// <param name="Finished">How many had finished.</param>
/// <param name="Runs">How many runs the study has.</param>
/// <param name="Refused">Why it could not be done to others, a line each.</param>
internal sealed record StudyStepsDocument(string Id, string Words, int Changed, int Finished, int Runs, IReadOnlyList<string> Refused);
