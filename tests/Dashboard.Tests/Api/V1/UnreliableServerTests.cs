using System.Diagnostics;
using System.Text;
using Angioboard.Jobs.Leases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>The command line as a client of a server that is busy, breaks off, or is none of ours.</summary>
public sealed class UnreliableServerTests : IAsyncLifetime
{
    private static readonly string[] submit = ["submit", "--dataset", "eyes", "--epochs", "2"];

    private readonly TemporaryFolder folder = new();
    private readonly List<(string Path, string Key)> asked = [];
    private readonly WebApplication server, proxy;
    private readonly List<string> seenByProxy = [];
    private Func<HttpContext, int, Task> answer = (_, _) => Task.CompletedTask;

    public UnreliableServerTests()
    {
        server = LoopbackServer.Make(async context =>
        {
            asked.Add(($"{context.Request.Path}", $"{context.Request.Headers["Idempotency-Key"]}"));
            await answer(context, asked.Count);
        });
        proxy = LoopbackServer.Make(context =>
        {
            seenByProxy.Add($"{context.Request.Headers.Authorization}");
            return Task.CompletedTask;
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Cancellation);
        await proxy.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await proxy.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_as_soon_as_it_says()
    {
        answer = (context, time) => time <= 2
            ? ProblemAsync(context, "Too many requests at a time: wait.", "1")
            : JsonAsync(context, """{"runs": [{"id": "e/Train_1"}], "next": null}""");

        (int exit, string output, string errors) = await RunAsync("runs", "--fields", "id");

        Assert.True(exit == 0, errors);
        Assert.Contains("e/Train_1", output, StringComparison.Ordinal);
        Assert.Equal(3, asked.Count);
        Assert.Equal(2, errors.Split('\n').Count(line => line == "the dashboard is busy; asking again in 1 s"));
    }

    [Theory]
    [InlineData("100000")]
    [InlineData(null)]
    [InlineData("soon")]
    public async Task A_server_that_gives_no_useful_time_is_not_waited_for(string? wait)
    {
        answer = (context, _) => ProblemAsync(context, "Too many requests at a time.", wait);

        (int exit, _, string errors) = await RunAsync("runs");

        Assert.Equal((2, "error: Too many requests at a time.", 1), (exit, errors, asked.Count));
    }

    [Fact]
    public async Task A_launch_whose_answer_is_lost_is_asked_for_once_more_with_its_key()
    {
        answer = (context, time) => time == 1
            ? BreakAsync(context)
            : JsonAsync(context, """{"runs": [{"id": "e/Train_1"}], "warnings": []}""");

        (int exit, string output, string errors) = await RunAsync(submit);

        Assert.True(exit == 0, errors);
        Assert.Equal("e/Train_1", output);
        Assert.Equal(2, asked.Count);
        Assert.Equal(asked[0], asked[1]);
        Assert.NotEqual("", asked[0].Key);
    }

    [Fact]
    public async Task A_launch_whose_answer_breaks_off_in_the_middle_is_asked_for_once_more_too()
    {
        answer = async (context, time) =>
        {
            if (time > 1)
            {
                await JsonAsync(context, """{"runs": [{"id": "e/Train_1"}]}""");
                return;
            }
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"runs": [""", Cancellation);
            await context.Response.Body.FlushAsync(Cancellation);
            await BreakAsync(context);
        };

        (int exit, string output, string errors) = await RunAsync(submit);

        Assert.True(exit == 0, errors);
        Assert.Equal(("e/Train_1", 2), (output, asked.Count));
    }

    [Theory]
    [InlineData(2, "submit", "--dataset", "eyes")]
    [InlineData(1, "stop", "e/Train_1")]
    public async Task Whatever_may_have_been_done_is_said(int times, params string[] arguments)
    {
        answer = (context, _) => BreakAsync(context);

        (int exit, _, string errors) = await RunAsync(arguments);

        Assert.Equal((2, times), (exit, asked.Count));
        Assert.Equal("error: the connection to the dashboard was lost before its answer came, so it may have done what was asked; "
            + "look at its page before you ask again", errors);
    }

    [Theory]
    [InlineData("interrupted before the dashboard answered; it may have done it all the same, so look at its page before you ask again",
        "stop", "e/Train_1")]
    [InlineData("stopped", "runs")]
    public async Task Whoever_interrupts_a_change_hears_that_it_may_have_been_made(string says, params string[] arguments)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answer = (context, _) =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using Process process = Process.Start(Terminal.Start(Environment(), [.. arguments, "--server", LoopbackServer.AddressOf(server)]))!;
        await arrived.Task.WaitAsync(Cancellation);

        using Process signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        string errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal((130, says), (process.ExitCode, errors.Trim()));
    }

    [Fact]
    public async Task A_refusal_without_words_is_no_empty_error()
    {
        answer = (context, _) => ProblemAsync(context, "", null);

        (int exit, _, string errors) = await RunAsync("runs");

        Assert.Equal((2, "error: the dashboard's answer cannot be read; it may be of another version, or no dashboard"), (exit, errors));
    }

    [Theory]
    [InlineData("""{"runs": [{"id": "a", "id": "b"}]}""")]
    [InlineData("""{"runs": [], "runs": []}""")]
    [InlineData("<html>It works!</html>")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("too much")]
    public async Task An_answer_that_cannot_be_trusted_is_refused_in_one_sentence(string body)
    {
        answer = async (context, _) =>
        {
            if (body != "too much")
            {
                await JsonAsync(context, body);
                return;
            }
            byte[] part = Encoding.ASCII.GetBytes($"[\"{new string('x', 1 << 20)}\",");
            for (int i = 0; i < 70 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(part, Cancellation);
        };

        (int exit, _, string errors) = await RunAsync("runs");

        Assert.Equal((2, "error: the dashboard's answer cannot be read; it may be of another version, or no dashboard"), (exit, errors));
    }

    [Theory]
    [InlineData("""{"runs": {"0": {"id": 7}}}""")]
    [InlineData("""{"runs": [[]]}""")]
    [InlineData("""{}""")]
    public async Task A_launch_that_names_no_run_is_no_success(string body)
    {
        answer = (context, _) => JsonAsync(context, body);

        (int exit, string output, string errors) = await RunAsync(submit);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("error: the dashboard's answer names no run", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_shown_instead()
    {
        answer = (context, _) => JsonAsync(context,
            """{"runs": [{"id": "e/Train_1", "name": "a\u001b[2Jb"}], "warnings": ["x\u001b[2Jy"]}""");

        (_, string listed, _) = await RunAsync("runs", "--fields", "id,name");
        (_, _, string warned) = await RunAsync(submit);

        Assert.DoesNotContain('\u001b', listed);
        Assert.DoesNotContain('\u001b', warned);
        Assert.Contains("[2Jb", listed, StringComparison.Ordinal);
        Assert.Contains("warning: x", warned, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_this_machine_does_not_pass_through_a_proxy()
    {
        answer = (context, _) => JsonAsync(context, """{"runs": [{"id": "e/Train_1"}]}""");

        (int exit, string output, string errors) = await RunInAsync(
            new() { ["http_proxy"] = LoopbackServer.AddressOf(proxy), ["all_proxy"] = LoopbackServer.AddressOf(proxy) }, "runs");

        Assert.True(exit == 0, errors);
        Assert.Contains("e/Train_1", output, StringComparison.Ordinal);
        Assert.Empty(seenByProxy);
    }

    private static Task JsonAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(text, Cancellation);
    }

    private static Task ProblemAsync(HttpContext context, string detail, string? wait)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "application/problem+json";
        if (wait is not null) context.Response.Headers.RetryAfter = wait;
        return context.Response.WriteAsync($$"""{"detail": "{{detail}}"}""", Cancellation);
    }

    private static async Task BreakAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, Cancellation);
        context.Abort();
    }

    private Dictionary<string, string> Environment(IReadOnlyDictionary<string, string>? more = null) =>
        new(more ?? new Dictionary<string, string>()) { [DataFolder.Variable] = folder.Path, ["ANGIOBOARD_TOKEN"] = "angio_x" };

    private Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments) => RunInAsync([], arguments);

    private Task<(int Exit, string Output, string Errors)> RunInAsync(Dictionary<string, string> environment, params string[] arguments) =>
        Terminal.RunAsync(
            Environment(environment),
            [.. arguments, "--server", LoopbackServer.AddressOf(server)]);
}
