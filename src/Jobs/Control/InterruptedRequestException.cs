namespace Angioboard.Jobs.Control;

/// <summary>A user ended the wait for the answer to a change, which the dashboard may make all the same.</summary>
/// <param name="cancellation">What ended it.</param>
internal sealed class InterruptedRequestException(CancellationToken cancellation) : OperationCanceledException(
    "interrupted before the dashboard answered; it may have done it all the same, so look at its page before you ask again", cancellation);
