using Polly;
using Polly.Retry;

namespace Angioboard.Jobs.Control;

/// <summary>When a request to a dashboard is repeated: after a refusal that says how long to wait, and once after a lost answer.</summary>
internal static class RequestPatience
{
    private const int Waits = 10;
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(2), pause = TimeSpan.FromSeconds(1);

    /// <summary>The patience.</summary>
    /// <param name="waiting">Told how long it waits because the dashboard said so.</param>
    public static ResiliencePipeline Make(Action<TimeSpan> waiting) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<BusyException>(busy => busy.Wait <= longest),
            MaxRetryAttempts = Waits,
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(((BusyException)attempt.Outcome.Exception!).Wait),
            OnRetry = attempt =>
            {
                waiting(attempt.RetryDelay);
                return default;
            },
        })
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<LostAnswerException>(),
            MaxRetryAttempts = 1,
            Delay = pause,
        })
        .Build();
}
