using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Account.Providers;
using Angioboard.Dashboard.Api.V1.Changing;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Providers;
using Angioboard.Jobs.Users.Sessions;
using Angioboard.Jobs.Users.Tokens;

namespace Angioboard.Dashboard.Tests.Account;

/// <summary>A method that changes something, with a call that a role may make.</summary>
/// <param name="Name">Type and method.</param>
/// <param name="Role">The lowest role that may call it.</param>
/// <param name="CallAsync">Calls it.</param>
/// <param name="Idle">Whether it finds nothing to do if no trainer runs.</param>
internal sealed record ChangingMethod(string Name, string Role, Func<ServicesOfAll, Actor, Task> CallAsync, bool Idle = false);

/// <summary>All of them.</summary>
internal static class ChangingMethods
{
    private const string Finished = ServicesOfAll.Finished, Deleted = ServicesOfAll.Deleted, Waiting = ServicesOfAll.Waiting,
        Dataset = ServicesOfAll.Dataset, Study = "new/Study_9";

    public static IReadOnlyList<ChangingMethod> All { get; } =
    [
        Of<RunControl>(nameof(RunControl.LaunchAsync), (all, control, actor) =>
            control.LaunchAsync(actor, new LaunchRequest { Settings = [all.Settings], Experiment = "new", Dataset = Dataset }, default)),
        Of<RunControl>(nameof(RunControl.StopAsync), (_, control, actor) => control.StopAsync(actor, Waiting, default)),
        Of<RunControl>(nameof(RunControl.PauseAsync), (_, control, actor) => control.PauseAsync(actor, Waiting, default)),
        Of<RunControl>(nameof(RunControl.GoOnAsync), (_, control, actor) => control.GoOnAsync(actor, Waiting, default), idle: true),
        Of<RunControl>(nameof(RunControl.ExtendAsync), (_, control, actor) => control.ExtendAsync(actor, Finished, 3, default), idle: true),
        Of<RunControl>(nameof(RunControl.FinishEarlyAsync), (_, control, actor) => control.FinishEarlyAsync(actor, Finished, default),
            idle: true),
        Of<RunControl>(nameof(RunControl.ResumeAsync), (_, control, actor) => control.ResumeAsync(actor, Finished, default)),
        Of<Reevaluations>(nameof(Reevaluations.DoAsync), (_, again, actor) => again.DoAsync(actor, Finished, default), idle: true),
        Of<RunControl>(nameof(RunControl.EvaluateOnAsync), (_, control, actor) =>
            control.EvaluateOnAsync(actor, Finished, Dataset, default)),
        Of<RunControl>(nameof(RunControl.StopEvaluationAsync),
            (_, control, actor) => control.StopEvaluationAsync(actor, Finished, Dataset, default), idle: true),
        Of<RunControl>(nameof(RunControl.DeleteAsync), (_, control, actor) => control.DeleteAsync(actor, Finished, default)),
        Of<RunControl>(nameof(RunControl.RestoreAsync), (_, control, actor) => control.RestoreAsync(actor, Deleted, default)),
        // The run belongs to ada: only she and administrators may move it.
        Of<RunControl>(nameof(RunControl.Move), (all, control, actor) => Done(() => control.Move(actor, all.QueuedBy(actor), -1)),
            idle: true),
        Of<RunTexts>(nameof(RunTexts.Describe), (_, texts, actor) =>
            Done(() => texts.Describe(actor, Finished, "a name", ["tag"], "a note"))),
        Of<RunTexts>(nameof(RunTexts.Edit), (_, texts, actor) =>
            Done(() => texts.Edit(actor, Finished, words => words with { Note = "a note" }))),
        Of<RunTexts>(nameof(RunTexts.Tag), (_, texts, actor) => Done(() => texts.Tag(actor, Finished, ["tag"], []))),
        Of<RunTexts>(nameof(RunTexts.Pin), (_, texts, actor) => Done(() => texts.Pin(actor, Finished, pinned: true))),
        Of<RunTexts>(nameof(RunTexts.Archive), (_, texts, actor) => Done(() => texts.Archive(actor, Finished, archived: true))),
        Of<RunTrash>(nameof(RunTrash.EmptyAsync), (_, trash, actor) => trash.EmptyAsync(actor, default), Roles.Administrator),
        Of<RunViews>(nameof(RunViews.Put), (_, views, actor) => Done(() => views.Put(actor, "mine", "sort=lr")), Roles.Viewer),
        Of<RunViews>(nameof(RunViews.Remove), (_, views, actor) => Done(() => views.Remove(actor, "mine")), Roles.Viewer, idle: true),
        Of<MachineCheckup>(nameof(MachineCheckup.CheckAsync), (_, checkup, actor) => checkup.CheckAsync(actor, default), idle: true),
        Of<DatasetRegistration>(nameof(DatasetRegistration.Register),
            (all, registration, actor) => registration.Register(actor, all.Draft).Completion),
        Of<DatasetRegistration>(nameof(DatasetRegistration.Recheck),
            (_, registration, actor) => registration.Recheck(actor, Dataset).Completion),
        Of<DatasetRegistration>(nameof(DatasetRegistration.StopCheck),
            (_, registration, actor) => Done(() => registration.StopCheck(actor, Dataset)), idle: true),
        Of<DatasetRegistration>(nameof(DatasetRegistration.Remove),
            (all, registration, actor) => Done(() => registration.Remove(actor, all.DatasetOf(actor)))),
        Of<DatasetSealing>(nameof(DatasetSealing.Register), (all, sealing, actor) => sealing.Register(actor, all.Draft).Completion),
        Of<DatasetSealing>(nameof(DatasetSealing.Seal), (all, sealing, actor) => Done(() => sealing.Seal(actor, all.DatasetOf(actor)))),
        Of<DatasetSealing>(nameof(DatasetSealing.Unseal), (_, sealing, actor) => Done(() => sealing.Unseal(actor, Dataset, "published")),
            Roles.Administrator, idle: true),
        Of<RunReveals>(nameof(RunReveals.Reveal), (_, reveals, actor) =>
            Done(() => reveals.Reveal(actor, Finished, null, "final model")), idle: true),
        Of<ExamRemarks>(
            nameof(ExamRemarks.Add), (_, remarks, actor) => Done(() => remarks.Add(actor, Dataset, "a_L", "a comment", doubtful: true))),
        Of<DatasetEdits>(nameof(DatasetEdits.Edit), (all, edits, actor) =>
            edits.Edit(actor, all.DraftOf(actor), all.DraftOf(actor) with { Name = "renamed" })?.Completion ?? Task.CompletedTask),
        Of<DataRoots>(nameof(DataRoots.Add), (all, roots, actor) => Done(() => roots.Add(actor, all.Elsewhere)), Roles.Administrator),
        Of<DataRoots>(nameof(DataRoots.Remove), (all, roots, actor) => Done(() => roots.Remove(actor, all.Elsewhere)), Roles.Administrator,
            idle: true),
        Of<PhantomOffer>(nameof(PhantomOffer.Start), (_, offer, actor) => Done(() => offer.Start(actor)), idle: true),
        Of<Reservations>(nameof(Reservations.Reserve), (_, reservations, actor) =>
            Done(() => reservations.Reserve(actor, "cpu", DateTimeOffset.UtcNow.AddHours(1)))),
        Of<Reservations>(nameof(Reservations.Release), (_, reservations, actor) => Done(() => reservations.Release(actor, "cpu")),
            idle: true),
        Of<Reservations>(nameof(Reservations.Drain), (_, reservations, actor) => Done(() => reservations.Drain(actor, "cpu")),
            Roles.Administrator),
        Of<Reservations>(nameof(Reservations.Undrain), (_, reservations, actor) => Done(() => reservations.Undrain(actor, "cpu")),
            Roles.Administrator, idle: true),
        Of<UserStore>(nameof(UserStore.Add), (_, users, actor) =>
            Done(() => users.Add(actor, new User { Name = "fresh", Role = Roles.Administrator })), Roles.Administrator),
        Of<UserStore>(nameof(UserStore.Change), (_, users, actor) =>
            Done(() => users.Change(actor, "ada", user => user with { Role = Roles.Administrator })), Roles.Administrator),
        Of<UserStore>(nameof(UserStore.ChangeOwn), (_, users, actor) =>
            Done(() => users.ChangeOwn(actor, user => user with { Webhook = "https://chat.example.org/hook" })), Roles.Viewer),
        Of<AccountConnection>(nameof(AccountConnection.Connect), (_, connection, actor) => Done(() => connection.Connect(actor,
            new ProviderUser { Identity = new("https://login.example.org", actor.Name), Provider = "Login", Name = "ada", Groups = [] },
            new OpenIdOptions())), Roles.Viewer),
        // Nobody has a webhook here.
        Of<NoticeTest>(nameof(NoticeTest.SendAsync), (_, test, actor) => test.SendAsync(actor, default), Roles.Viewer, idle: true),
        Of<Passwords>(nameof(Passwords.Set), (_, passwords, actor) => Done(() => passwords.Set(actor, "ada", "another horse")),
            Roles.Administrator),
        Of<SessionStore>(nameof(SessionStore.End), (all, sessions, actor) => Done(() => sessions.End(actor, all.SessionOf(actor))),
            Roles.Viewer),
        Of<SessionStore>(nameof(SessionStore.EndOthers), (all, sessions, actor) => Done(() => sessions.EndOthers(actor, null)),
            Roles.Viewer, idle: true),
        Of<TokenStore>(nameof(TokenStore.Create), (_, tokens, actor) =>
            Done(() => tokens.Create(actor, "laptop", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1))), Roles.Viewer),
        Of<TokenStore>(nameof(TokenStore.Revoke), (all, tokens, actor) => Done(() => tokens.Revoke(actor, all.TokenOf(actor))),
            Roles.Viewer),
        Of<TokenStore>(nameof(TokenStore.RevokeAll), (all, tokens, actor) => Done(() => tokens.RevokeAll(actor, all.OwnerOfToken(actor))),
            Roles.Viewer),
        Of<DatabaseCopies>(nameof(DatabaseCopies.Make), (all, copies, actor) =>
            Done(() => copies.Make(actor, Path.Combine(all.Elsewhere, "copy"))), Roles.Administrator, idle: true),
        Of<ApiLaunches>(nameof(ApiLaunches.LaunchAsync), (all, launches, actor) => launches.LaunchAsync(
            actor, () => new LaunchRequest { Settings = [all.Settings], Experiment = "new", Dataset = Dataset }, null, "", default)),
        Of<ApiLaunches>(nameof(ApiLaunches.StudyAsync), (all, launches, actor) => launches.StudyAsync(actor,
            mark => all.Get<StudyLauncher>().LaunchAsync(actor, Study, again: true, mark, default), null, "", "", default), idle: true),
        Of<StudyLauncher>(nameof(StudyLauncher.MakeAsync), (all, studies, actor) => studies.MakeAsync(actor, new StudyLaunch
        {
            Experiment = "new", Dataset = Dataset, Study = new StudyRequest { Settings = all.Settings },
        }, default)),
        Of<StudyLauncher>(nameof(StudyLauncher.LaunchAsync), (_, studies, actor) =>
            studies.LaunchAsync(actor, Study, again: true, null, default), idle: true),
        Of<StudyLauncher>(nameof(StudyLauncher.AddAsync), (_, studies, actor) =>
            studies.AddAsync(actor, Study, new StudyAddition { Seeds = [7] }, null, default), idle: true),
        Of<StudyControl>(nameof(StudyControl.PauseAsync), (_, studies, actor) => studies.PauseAsync(actor, Study, default), idle: true),
        Of<StudyControl>(nameof(StudyControl.GoOnAsync), (_, studies, actor) => studies.GoOnAsync(actor, Study, default), idle: true),
        Of<StudyControl>(nameof(StudyControl.PromoteAsync),
            (_, studies, actor) => studies.PromoteAsync(actor, Study, ["as set"], default), idle: true),
        Of<StudyControl>(nameof(StudyControl.StopAsync), (_, studies, actor) => studies.StopAsync(actor, Study, default), idle: true),
        Of<EnsembleControl>(nameof(EnsembleControl.MakeAsync), (_, ensembles, actor) =>
            ensembles.MakeAsync(actor, Study, new EnsembleChoice(), default), idle: true),
        Of<EnsembleControl>(nameof(EnsembleControl.PredictAsync), (_, ensembles, actor) =>
            ensembles.PredictAsync(actor, Study, "best", Dataset, default), idle: true),
        // Refusals of these methods come from their arguments, not from the account.
        Of<Rights>(nameof(Rights.Require), (_, rights, actor) =>
            Done(() => rights.Require(actor, Roles.Researcher, AuditActions.PageOpen, "")), idle: true),
    ];

    private static ChangingMethod Of<T>(string method, Func<ServicesOfAll, T, Actor, Task> call, string role = Roles.Researcher,
        bool idle = false) where T : notnull =>
        new($"{typeof(T).Name}.{method}", role, (all, actor) => call(all, all.Get<T>(), actor), idle);

    private static Task Done(Action act)
    {
        try
        {
            act();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }
}
